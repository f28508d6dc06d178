# How this package was made, command by command: tests/packages/rebuilding.py runs these lines.
timeline new floodgate --source courier=courier.txt --name floodgate-of-oberwehr --title "The floodgate of Oberwehr: a small event timeline of two texts that contradict each other" --contributor "Event Timeline project" --language en --publisher "Lornedale Courier" --published 2024-11-18 --include-text --text-license CC-BY-4.0 --date 2024-12-01 --keyword flood --keyword "event data"
cp bote.txt floodgate/bote.txt
cd floodgate
timeline add source --id bote --title "„Niemand hat die Schleuse geöffnet“: Streit um die Flut von Niederau" --kind article --publisher "Wehrtaler Bote" --published 2024-11-20 --language de --license CC-BY-4.0 --note "The other coded text, written for the tests; it contradicts the first." --text bote.txt
timeline add term --vocabulary events.kind --term operation --label Operation --definition "A technical installation is run, opened, closed or switched."
timeline add term --vocabulary events.topic --term safety --label Safety --definition "Protection of people and things from harm."
timeline add term --vocabulary events.topic --term support --label Support --definition "Help given, promised, withheld or asked for."

timeline add place --id lorn-valley --name "Valley of the Lorn" --kind region
timeline add place --id oberwehr --name "Oberwehr" --kind city --within lorn-valley --latitude 47.3312 --longitude 9.8125
timeline add place --id niederau --name "Niederau" --kind city --within lorn-valley --latitude 47.3405 --longitude 9.7911
timeline add place --id great-sluice --name "Great sluice of Oberwehr" --kind site --within oberwehr --latitude 47.3318 --longitude 9.8098

timeline add actor --id water-board --name "Lorn Water Board" --kind organisation --mention "The Lorn Water Board" --mention "The board@all" --mention "dem Wasserverband" --mention "Der Wasserverband@all"
timeline add actor --id niederau-town --name "Town of Niederau" --kind organisation --mention "courier:Niederau@3"
timeline add actor --id niederau-town-hall --name "Town hall of Niederau" --kind body --affiliation niederau-town --mention "des Rathauses von Niederau"
timeline add actor --id tomas-brandl --name "Tomas Brandl" --kind person --office "Engineer of the Lorn Water Board" --affiliation water-board --mention "the board's engineer Tomas Brandl" --mention "courier:Brandl@2" --mention "courier:Brandl@3" --mention "sein Ingenieur Tomas Brandl"
timeline add actor --id ilse-kern --name "Ilse Kern" --kind person --office "Mayor of Niederau" --affiliation niederau-town --mention "The mayor of Niederau, Ilse Kern" --mention "Bürgermeisterin Ilse Kern"
timeline add actor --id jana-wolff --name "Jana Wolff" --kind person --office "Inspector of weirs" --mention "die Prüferin Jana Wolff" --mention "Wolff@2"
timeline add actor --id valley-council --name "Valley council" --kind body --mention "the valley council" --mention "Der Talrat"
timeline add actor --id flooded-households --name "Flooded households of Niederau" --kind group --affiliation niederau-town --mention "40 homes in the lower town of Niederau" --mention "every flooded household" --mention "63 Häuser"
timeline add actor --id reporters --name "Reporters" --kind group --mention "reporters"
timeline add actor --id volunteers --name "Volunteers" --kind group --mention "Volunteers"

timeline add event --id sluice-opening --label "Opening of the sluice" --summary "Somebody of the water board opens the gate above the town; one text has it so, the other lets it be denied." --kind operation --status asserted --topic safety --date 2024-11-17 --date-basis inferred --place great-sluice --report "Sluice opened at Oberwehr" --report "The Lorn Water Board opened the great sluice at Oberwehr on Sunday night" --mention "the opening" --report "Die Schleuse von Oberwehr ist am Sonntagabend nicht geöffnet worden" --date-words "Sunday night" --date-words "am Sonntagabend" --place-words "courier:Oberwehr@2" --place-words "Die Schleuse von Oberwehr" --report "Niemand hat die Schleuse geöffnet" --report "Die Schleuse wurde von Hand geöffnet"
timeline add event --id flood --label "Flood in Niederau" --summary "The lower town is under water: forty houses by the first text, sixty-three by the second." --kind disaster --status occurred --topic safety --date 2024-11-17/.. --date-basis inferred --place niederau --report "40 homes flooded" --report "40 homes in the lower town of Niederau were flooded" --mention "die Flut von Niederau" --report "stehen 63 Häuser unter Wasser"
timeline add event --id flood-warning --label "Warning of the flood" --summary "The lower town is told that the water is coming." --kind recommendation --status asserted --topic safety --report "everybody had been warned" --report "any warning had come" --report "eine Warnung habe es doch gegeben"
timeline add event --id press-briefing --label "The engineer meets the press" --summary "The board's engineer answers the press a day after the flood." --kind meeting --status occurred --topic safety --date 2024-11-18 --date-basis inferred --report "Brandl told reporters on Monday" --date-words "on Monday"
timeline add event --id inquiry --label "Inquiry into the opening" --summary "What happened at the gate is to be looked into." --kind review --status hypothetical --topic safety --report "demanded an inquiry"
timeline add event --id compensation-promise --label "Promise to pay the flooded" --summary "The engineer says that the board will give money to those whose homes are wet." --kind pledge --status occurred --topic support --report "The board will pay every flooded household 500 crowns if the valley council agrees on Thursday, Brandl promised"
timeline add event --id compensation --label "Payment to the flooded" --summary "Each household under water gets five hundred crowns from the board." --kind assistance --status conditional --topic support --report "The board will pay every flooded household 500 crowns" --mention "eine Entschädigung"
timeline add event --id council-consent --label "Consent of the valley council" --summary "The council allows the payment at its coming session." --kind agreement --status hypothetical --topic support --date 2024-11-21 --date-basis inferred --report "the valley council agrees on Thursday" --date-words "on Thursday"
timeline add event --id flood-plan --label "Plan for floods" --summary "Board and town put their names to rules for high water." --kind agreement --status occurred --topic safety --date 2019 --date-basis stated --plover AGREE --report "The board and Niederau signed a flood plan in 2019" --date-words "in 2019"
timeline add event --id night-openings --label "Opening the sluice in the dark" --summary "As a rule the gate stays shut after nightfall." --kind operation --status habitual --polarity negated --topic safety --report "The board doesn't open the sluice at night as a rule"
timeline add event --id sandbags --label "Filling of sandbags" --summary "Helpers are at work against the water." --kind assistance --status ongoing --topic support --report "Volunteers are still filling sandbags"
timeline add event --id sluice-break --label "Break of the sluice" --summary "The gate's bolt gives way by itself; the inspector says so, the board denies it." --kind disaster --status asserted --topic safety --date 2024-11-17 --date-basis inferred --place great-sluice --report "sondern gebrochen" --report "Der Riegel ist um neun Uhr gerissen" --report "Der Riegel hält keinen Winter mehr" --mention "einen Bruch" --date-words "am Sonntagabend"
timeline add event --id weir-inspection --label "Inspection of the weir" --summary "The inspector looks the weir over in spring." --kind review --status occurred --topic safety --date 2024-21 --date-basis inferred --report "die das Wehr im Frühjahr geprüft hatte" --date-words "im Frühjahr"
timeline add event --id wolff-letter --label "The inspector's letter" --summary "The inspector writes to the board that the bolt is worn out." --kind recommendation --status occurred --topic safety --date 2024-21 --date-basis inferred --plover REQUEST --report "Ich habe dem Wasserverband damals geschrieben" --date-words "damals"
timeline add event --id council-refusal --label "The council refuses the payment" --summary "The council decides that those who were flooded get no money." --kind refusal --status occurred --topic support --date 2024-11-19 --date-basis inferred --plover REJECT --report "Der Talrat lehnte am Dienstag eine Entschädigung ab" --date-words "am Dienstag@2"
timeline add event --id new-sluice --label "Replacement of the sluice" --summary "A new gate is to take the old one's place before summer." --kind project --status planned --topic safety --date '[..2025-05]' --date-basis inferred --place great-sluice --report "Der Wasserverband will die Schleuse bis Mai ersetzen" --date-words "bis Mai"

timeline add participant --event sluice-opening --actor water-board --role agent
timeline add participant --event flood --actor flooded-households --role recipient
timeline add participant --event flood-warning --actor water-board --role agent
timeline add participant --event flood-warning --actor niederau-town --role addressee
timeline add participant --event press-briefing --actor tomas-brandl --role host
timeline add participant --event press-briefing --actor reporters --role participant
timeline add participant --event inquiry --actor water-board --role recipient
timeline add participant --event compensation-promise --actor tomas-brandl --role agent
timeline add participant --event compensation-promise --actor flooded-households --role addressee
timeline add participant --event compensation --actor water-board --role agent
timeline add participant --event compensation --actor flooded-households --role beneficiary
timeline add participant --event council-consent --actor valley-council --role agent
timeline add participant --event flood-plan --actor water-board --role participant
timeline add participant --event flood-plan --actor niederau-town --role participant
timeline add participant --event night-openings --actor water-board --role agent
timeline add participant --event sandbags --actor volunteers --role agent
timeline add participant --event sluice-break --actor water-board --role recipient
timeline add participant --event weir-inspection --actor jana-wolff --role agent
timeline add participant --event weir-inspection --actor water-board --role recipient
timeline add participant --event wolff-letter --actor jana-wolff --role agent
timeline add participant --event wolff-letter --actor water-board --role addressee
timeline add participant --event council-refusal --actor valley-council --role agent
timeline add participant --event council-refusal --actor flooded-households --role recipient
timeline add participant --event new-sluice --actor water-board --role agent

timeline add relation --event flood-plan --relation before --other-event sluice-opening
timeline add relation --event wolff-letter --relation outcome_of --other-event weir-inspection
timeline add relation --event weir-inspection --relation before --other-event sluice-break
timeline add relation --event council-consent --relation condition_of --other-event compensation
timeline add relation --event compensation --relation content_of --other-event compensation-promise
timeline add relation --event council-refusal --relation prevents --other-event compensation

timeline add statement --id headline-save-the-town --source-id courier --summary "The gate was opened for the sake of the town." --speaker tomas-brandl --report "Sluice opened at Oberwehr" --quote 1
timeline add statement --id brandl-opened --source-id courier --speaker tomas-brandl --summary "The board opened the gate in the night of Sunday; forty houses took water." --report "The Lorn Water Board opened the great sluice at Oberwehr on Sunday night, and 40 homes in the lower town of Niederau were flooded" --cue "said@1" --speaker-words "the board's engineer Tomas Brandl"
timeline add statement --id brandl-upper-town --source-id courier --speaker tomas-brandl --summary "The gate was opened at ten so that the upper town stayed dry." --quote 2 --cue told --speaker-words "Brandl" --occasion press-briefing --date 2024-11-18 --date-basis inferred --date-words "on Monday" --repeats headline-save-the-town
timeline add statement --id brandl-no-danger --source-id courier --speaker tomas-brandl --summary "There was no risk to anybody, since all had been told." --quote 3 --quote 4 --cue said --speaker-words he --occasion press-briefing
timeline add statement --id kern-no-warning --source-id courier --speaker ilse-kern --summary "Nobody told the town beforehand." --report "any warning had come" --cue denied --speaker-words "The mayor of Niederau, Ilse Kern"
timeline add statement --id kern-crime --source-id courier --speaker ilse-kern --summary "To open the gate was criminal." --report "the opening" --quote "a crime against the lower town" --cue called --speaker-words She
timeline add statement --id kern-inquiry --source-id courier --speaker ilse-kern --summary "The matter must be looked into." --report "an inquiry" --cue demanded --speaker-words She
timeline add statement --id brandl-crowns --source-id courier --speaker tomas-brandl --summary "Each flooded household gets five hundred crowns from the board, given the council's consent." --report "The board will pay every flooded household 500 crowns if the valley council agrees on Thursday" --cue promised --speaker-words "Brandl" --occasion compensation-promise
timeline add statement --id headline-nobody-opened --source-id bote --speaker jana-wolff --summary "The gate was opened by nobody." --quote 1
timeline add statement --id wolff-broke --source-id bote --speaker jana-wolff --summary "The gate gave way on Sunday evening; nobody opened it." --report "Die Schleuse von Oberwehr ist am Sonntagabend nicht geöffnet worden, sondern gebrochen" --cue "sagte" --speaker-words "die Prüferin Jana Wolff" --date 2024-11-19 --date-basis inferred --date-words "am Dienstag@1" --repeats headline-nobody-opened
timeline add statement --id wolff-bolt --source-id bote --speaker jana-wolff --summary "The bolt gave way at nine." --quote "Der Riegel ist um neun Uhr gerissen" --cue sagte --speaker-words "Wolff"
timeline add statement --id wolff-wrote --source-id bote --speaker jana-wolff --summary "She had written to the board about the bolt in spring." --quote 3 --cue "fügte" --cue "hinzu" --speaker-words sie
timeline add statement --id wolff-letter-words --source-id bote --speaker jana-wolff --within wolff-wrote --summary "The bolt will not stand another winter." --quote 4 --cue geschrieben --speaker-words Ich --occasion wolff-letter
timeline add statement --id board-no-break --source-id bote --speaker water-board --summary "Nothing gave way." --report "einen Bruch" --cue bestritt --speaker-words "Der Wasserverband"
timeline add statement --id brandl-by-hand --source-id bote --speaker tomas-brandl --summary "The gate was opened by hand." --quote "Die Schleuse wurde von Hand geöffnet" --cue "erklärte" --speaker-words "sein Ingenieur Tomas Brandl"
timeline add statement --id town-hall-63 --source-id bote --speaker niederau-town-hall --summary "Sixty-three houses stand in water." --report "stehen 63 Häuser unter Wasser" --cue "Nach Angaben" --speaker-words "des Rathauses von Niederau"
timeline add statement --id kern-late-warning --source-id bote --speaker ilse-kern --summary "The town was told, if only fifteen minutes before." --report "eine Warnung habe es doch gegeben, aber erst" --quote "eine Viertelstunde vor dem Wasser 🌊" --cue sagte --speaker-words "Bürgermeisterin Ilse Kern"

timeline add about --statement headline-save-the-town --event sluice-opening --stance asserts --factuality CT+
timeline add about --statement brandl-opened --event sluice-opening --stance asserts --factuality CT+
timeline add about --statement brandl-opened --event flood --stance asserts --factuality CT+
timeline add about --statement brandl-upper-town --event sluice-opening --stance asserts --factuality CT+
timeline add about --statement brandl-no-danger --event flood-warning --stance asserts --factuality CT+
timeline add about --statement kern-no-warning --event flood-warning --stance denies --factuality CT-
timeline add about --statement kern-crime --event sluice-opening --stance condemns --factuality CT+
timeline add about --statement kern-inquiry --event inquiry --stance demands --factuality U
timeline add about --statement brandl-crowns --event compensation --stance commits --factuality PR+
timeline add about --statement brandl-crowns --event council-consent --stance presupposes --factuality PS+
timeline add about --statement headline-nobody-opened --event sluice-opening --stance denies --factuality CT-
timeline add about --statement wolff-broke --event sluice-opening --stance denies --factuality CT-
timeline add about --statement wolff-broke --event sluice-break --stance asserts --factuality CT+
timeline add about --statement wolff-bolt --event sluice-break --stance asserts --factuality CT+
timeline add about --statement wolff-wrote --event wolff-letter --stance asserts --factuality CT+
timeline add about --statement wolff-letter-words --event sluice-break --stance predicts --factuality CT+
timeline add about --statement board-no-break --event sluice-break --stance denies --factuality CT-
timeline add about --statement brandl-by-hand --event sluice-opening --stance asserts --factuality CT+
timeline add about --statement town-hall-63 --event flood --stance asserts --factuality CT+
timeline add about --statement kern-late-warning --event flood-warning --stance asserts --factuality CT+
timeline add relation --event flood --relation outcome_of --other-event sluice-opening --according-to tomas-brandl
timeline stamp
