# How this package was made, command by command: tests/packages/rebuilding.py runs these lines.
timeline new lighthouse --source article=article.txt --name lighthouse-of-shiomi --title "The lighthouse of Shiomi Island: a small event timeline of a Japanese text" --contributor "Event Timeline project" --language ja --publisher "汐見新報" --published 2024-06-06 --include-text --text-license CC-BY-4.0 --date 2024-06-10 --keyword lighthouse --keyword "event data"
cd lighthouse
timeline add term --vocabulary events.topic --term safety --label Safety --definition "Protection of people and things from harm."
timeline add term --vocabulary events.topic --term support --label Support --definition "Help given, promised, withheld or asked for."

timeline add place --id shiomi --name "汐見島" --kind region --country JPN --latitude 34.8125 --longitude 132.4375
timeline add place --id community-hall --name "汐見島公民館" --kind site --within shiomi --country JPN --latitude 34.8141 --longitude 132.4402
timeline add place --id naruse-cape --name "鳴瀬岬" --kind site --within shiomi --country JPN --latitude 34.7962 --longitude 132.4117
timeline add place --id naruse-lighthouse --name "鳴瀬灯台" --kind site --within shiomi --country JPN --latitude 34.7959 --longitude 132.4113

timeline add actor --id shiomi-island --name "汐見島（自治体）" --kind organisation --mention "島@7"
timeline add actor --id relighting-council --name "汐見島の灯台再生会議" --kind body --mention "汐見島の灯台再生会議"
timeline add actor --id misaki-haruka --name "三崎ハルカ" --kind person --office "島長、灯台再生会議議長" --affiliation shiomi-island --mention "三崎ハルカ島長" --mention "三崎島長"
timeline add actor --id furuya-ren --name "古谷レン" --kind person --office "カムイチェㇷ゚丸船長" --mention "船長の古谷レン"
timeline add actor --id radio-station --name "無線局" --kind organisation --mention "無線局"
timeline add actor --id port-bureau --name "港湾局" --kind organisation --mention "港湾局@all"
timeline add actor --id bird-society --name "渡り鳥を守る会" --kind organisation --mention "渡り鳥を守る会" --mention "会@3"
timeline add actor --id prefecture --name "県" --kind organisation --mention "県"
timeline add actor --id residents --name "観光客が増えるとみる住民" --kind group --mention "住民"
timeline add actor --id tourists --name "観光客" --kind group --mention "観光客"

timeline add event --id relighting --label "鳴瀬灯台の再点灯" --summary "使われていない灯台に、秋の初めからまた火をともす。" --kind project --status planned --topic safety --date 2024-09-01 --date-basis inferred --place naruse-lighthouse --report "汐見島の灯台、九月に再点灯へ" --report "鳴瀬灯台を九月一日に再点灯する" --mention "再点灯@3" --date-words "九月一日" --place-words "鳴瀬灯台"
timeline add event --id council-meeting --label "灯台再生会議の開催" --summary "島の会議が公民館に集まり、灯台のこれからを話し合う。" --kind meeting --status occurred --topic safety --date 2024-06-05 --date-basis inferred --place community-hall --plover CONSULT --cameo 040 --report "汐見島の灯台再生会議が５日、島の公民館で開かれ" --date-words "５日" --place-words "島の公民館"
timeline add event --id relighting-decision --label "再点灯の決定" --summary "会議が、灯台をまた使うことに合意する。" --kind agreement --status occurred --topic safety --date 2024-06-05 --date-basis inferred --plover AGREE --report "壊れたままの鳴瀬灯台を九月一日に再点灯することを決めた" --mention "決定"
timeline add event --id grounding --label "カムイチェㇷ゚丸の座礁" --summary "漁船が岬の岩に乗り上げる。負傷者は出ていない。" --kind accident --status occurred --topic safety --date 2024-05 --date-basis inferred --place naruse-cape --report "漁船カムイチェㇷ゚丸が先月、鳴瀬岬で座礁した" --mention "座礁@2" --date-words "先月" --place-words "鳴瀬岬"
timeline add event --id half-cost-promise --label "費用負担の約束" --summary "港湾局が、修理の費用を分け合うと言い切る。" --kind pledge --status occurred --topic support --report "修理費の半分を負担すると約束した"
timeline add event --id half-cost --label "修理費の半額負担" --summary "港湾局が修理の費用のうち半分を出す。" --kind assistance --status conditional --topic support --report "修理費の半分を負担する"
timeline add event --id fundraising --label "島による資金集め" --summary "費用の残りの半分を島がまかなう。" --kind project --status planned --topic support --report "島が残りを集めれば" --mention "集める"
timeline add event --id relighting-opposition --label "再点灯への反対" --summary "野鳥の団体が、灯台をまた使うことに賛成しない。" --kind refusal --status ongoing --topic safety --plover REJECT --report "渡り鳥を守る会は再点灯に反対しており"
timeline add event --id night-watch --label "夜間の渡り鳥観察" --summary "野鳥の団体が、暗くなってからの鳥の動きを何年も調べている。" --kind review --status ongoing --topic safety --date 2021/.. --date-basis stated --report "会は二〇二一年から夜の観察を続けている" --date-words "二〇二一年から"
timeline add event --id cape-light --label "灯台が岬を照らす" --summary "灯台の光が岬に届く、という状態は今はない。" --kind project --status ongoing --polarity negated --topic safety --place naruse-lighthouse --report "灯台はいま岬を照らしていない" --mention "灯台はもう点かない"
timeline add event --id prefecture-subsidy --label "県の補助金" --summary "離れた島の灯台に県の金が使われることはない。" --kind assistance --status habitual --polarity negated --topic support --report "県は離島の灯台に補助金を出さない"
timeline add event --id more-tourists --label "観光客の増加" --summary "島を訪れる人が多くなる。" --kind project --status hypothetical --topic support --place shiomi --report "観光客が増える"

timeline add participant --event relighting --actor relighting-council --role agent
timeline add participant --event council-meeting --actor relighting-council --role participant
timeline add participant --event council-meeting --actor misaki-haruka --role chair
timeline add participant --event relighting-decision --actor relighting-council --role agent
timeline add participant --event grounding --actor furuya-ren --role recipient
timeline add participant --event half-cost-promise --actor port-bureau --role agent
timeline add participant --event half-cost-promise --actor shiomi-island --role addressee
timeline add participant --event half-cost --actor port-bureau --role agent
timeline add participant --event half-cost --actor shiomi-island --role beneficiary
timeline add participant --event fundraising --actor shiomi-island --role agent
timeline add participant --event relighting-opposition --actor bird-society --role agent
timeline add participant --event night-watch --actor bird-society --role agent
timeline add participant --event cape-light --actor relighting-council --role participant
timeline add participant --event prefecture-subsidy --actor prefecture --role agent
timeline add participant --event prefecture-subsidy --actor shiomi-island --role beneficiary
timeline add participant --event more-tourists --actor tourists --role agent

timeline add relation --event relighting-decision --relation outcome_of --other-event council-meeting
timeline add relation --event relighting --relation content_of --other-event relighting-decision
timeline add relation --event grounding --relation before --other-event council-meeting
timeline add relation --event half-cost --relation content_of --other-event half-cost-promise
timeline add relation --event fundraising --relation condition_of --other-event half-cost --according-to port-bureau
timeline add relation --event more-tourists --relation outcome_of --other-event relighting --according-to residents

timeline add statement --id headline-islands-eye --summary "失われた島の光をまた手にする。" --quote 1
timeline add statement --id misaki-ten-years --speaker misaki-haruka --summary "灯台は島に欠かせず、これ以上使わずにはおけない。" --quote 2 --cue "述べた" --speaker-words "議長を務める三崎ハルカ島長" --occasion council-meeting
timeline add statement --id furuya-saw-nothing --speaker furuya-ren --summary "乗り上げたとき、岬は目に入らなかった。" --quote "岬がまったく見えなかった" --cue "話した" --speaker-words "船長の古谷レン"
timeline add statement --id furuya-radio --speaker furuya-ren --summary "無線の返事は、灯台が消えたままだということだけだった。" --quote 4 --cue "語る" --speaker-words "船長の古谷レン"
timeline add statement --id radio-no-light --speaker radio-station --within furuya-radio --summary "灯台に火がともることはもうない。" --quote 5 --cue "言わなかった" --speaker-words "無線局"
timeline add statement --id bureau-nobody-hurt --speaker port-bureau --summary "船の事故で負傷した人はいない。" --report "座礁によるけが人はいなかった" --cue "説明している" --speaker-words "港湾局"
timeline add statement --id bureau-half-cost --speaker port-bureau --summary "島が残りをまかなうなら、修理の半分は港湾局がもつ。" --report "島が残りを集めれば修理費の半分を負担する" --cue "約束した" --speaker-words "港湾局" --occasion half-cost-promise
timeline add statement --id misaki-will-raise --speaker misaki-haruka --summary "足りない分は間違いなく用意する。" --quote "必ず集める🔦" --cue "応じた" --speaker-words "三崎島長"
timeline add statement --id society-kills-birds --speaker bird-society --summary "灯台の明かりで鳥が死ぬ。" --quote "強い光は渡り鳥を殺す" --cue "訴える" --speaker-words "渡り鳥を守る会"
timeline add statement --id residents-tourists --speaker residents --summary "島に来る人は多くなるだろう。" --report "観光客が増える" --cue "みる" --speaker-words "住民"

timeline add about --statement headline-islands-eye --event relighting --stance endorses --factuality PR+
timeline add about --statement misaki-ten-years --event cape-light --stance demands --factuality U
timeline add about --statement furuya-saw-nothing --event grounding --stance presupposes --factuality CT+
timeline add about --statement furuya-saw-nothing --event cape-light --stance denies --factuality CT-
timeline add about --statement radio-no-light --event cape-light --stance denies --factuality CT-
timeline add about --statement bureau-nobody-hurt --event grounding --stance presupposes --factuality CT+
timeline add about --statement bureau-half-cost --event half-cost --stance commits --factuality PR+
timeline add about --statement bureau-half-cost --event fundraising --stance demands --factuality U
timeline add about --statement misaki-will-raise --event fundraising --stance commits --factuality CT+
timeline add about --statement society-kills-birds --event relighting --stance rejects --factuality U
timeline add about --statement residents-tourists --event more-tourists --stance predicts --factuality PR+
timeline stamp
