# Fifteen questions to an event timeline, answered with readr and base R; each answer is a table.
#
# Rscript with_r.R [PACKAGE] [FOLDER]     the package to ask (this folder), and where the answers go (answers)

library(readr)

given <- commandArgs(trailingOnly = TRUE)
package <- if (length(given) > 0) given[1] else "."
folder <- if (length(given) > 1) given[2] else "answers"
if (!file.exists(file.path(package, "data", "events.csv"))) {
  stop(package, " has no data/events.csv\n\nRscript with_r.R [PACKAGE] [FOLDER]", call. = FALSE)
}
dir.create(folder, showWarnings = FALSE, recursive = TRUE)

# the columns of a table as text; what a package leaves out is empty
load <- function(table, ...) {
  path <- file.path(package, "data", paste0(table, ".csv"))
  frame <- if (file.exists(path)) {
    as.data.frame(read_csv(path, na = "", col_types = cols(.default = col_character())))
  } else {
    data.frame()
  }
  for (column in setdiff(c(...), names(frame))) frame[[column]] <- rep(NA_character_, nrow(frame))
  frame[c(...)]
}

# events with their label as `event`, their position a number
events <- function(...) {
  frame <- load("events", "event_id", "position", "label", ...)
  names(frame)[3] <- "event"
  transform(frame, position = as.integer(position))
}

# the names of actors; of places
name_of <- function(ids) with(load("actors", "actor_id", "name"), name[match(ids, actor_id)])
place_name <- function(ids) with(load("places", "place_id", "name"), name[match(ids, place_id)])

# what statements say of events, with the statement
said <- function() {
  statements <- load("statements", "statement_id", "source_id", "position", "repeats", "speaker_id", "speaker_as_reported")
  statements$position <- as.integer(statements$position)
  merge(load("statement_events", "statement_id", "event_id", "stance", "factuality"), statements, by = "statement_id")
}

# rows in the order of these columns, by code point, missing values last
sorted <- function(frame, ...) frame[do.call(order, c(unname(frame[c(...)]), list(method = "radix"))), , drop = FALSE]

# how many rows there are of each combination of these columns
counted <- function(frame, by, name) {
  frame <- sorted(frame[by], by)
  key <- do.call(paste, c(lapply(frame, encodeString, quote = '"', na.encode = TRUE), sep = " "))
  found <- frame[!duplicated(key), , drop = FALSE]
  found[[name]] <- as.integer(table(factor(key, unique(key))))
  found
}

# -- pledges
pledges <- function() {
  parts <- load("event_actors", "event_id", "actor_id", "role")
  agents <- parts[parts$role %in% "agent", c("event_id", "actor_id")]
  pledge <- subset(events("kind", "polarity"), kind == "pledge" & polarity == "affirmed")["event_id"]
  by_event <- merge(pledge, agents, by = "event_id", all.x = TRUE)
  by_event <- cbind(by_event, basis = rep("event", nrow(by_event)), statement_id = rep(NA_character_, nrow(by_event)))
  commits <- subset(said(), stance == "commits" & is.na(repeats))
  by_statement <- data.frame(event_id = commits$event_id, actor_id = commits$speaker_id,
                             basis = rep("statement", nrow(commits)), statement_id = commits$statement_id)
  made <- rbind(by_event, by_statement)
  made$pledge <- seq_len(nrow(made))
  target <- parts[parts$role %in% c("recipient", "beneficiary", "addressee"), c("event_id", "actor_id")]
  names(target)[2] <- "target_id"
  aimed <- subset(merge(made, target, by = "event_id"), is.na(actor_id) | actor_id != target_id)
  found <- merge(made, aimed[c("pledge", "target_id")], by = "pledge", all.x = TRUE)
  found <- merge(found, events("status", "date_edtf"), by = "event_id")
  found <- transform(found, who = name_of(actor_id), to_whom = name_of(target_id))
  sorted(found, "position", "basis", "statement_id", "who", "to_whom")[
    c("position", "basis", "who", "event", "to_whom", "status", "date_edtf", "statement_id", "event_id")]
}

# -- denials
denials <- function() {
  columns <- c("event_id", "sense", "statement_id", "who", "stance", "factuality")
  spoken <- transform(said(), who = name_of(speaker_id))
  negated <- subset(events("polarity"), polarity == "negated")["event_id"]
  for (column in columns[-1]) negated[[column]] <- rep(NA_character_, nrow(negated))
  negated$sense <- rep("negated", nrow(negated))
  denied <- subset(spoken, stance %in% c("denies", "rejects"))
  denied$sense <- rep("denied", nrow(denied))
  false <- subset(spoken, grepl("-$", factuality))
  false$sense <- rep("held_false", nrow(false))
  found <- merge(rbind(negated, denied[columns], false[columns]), events(), by = "event_id")
  sorted(found, "position", "sense", "statement_id")[
    c("position", "sense", "who", "event", "stance", "factuality", "statement_id", "event_id")]
}

# -- attendance
attendance <- function() {
  there <- subset(load("event_actors", "event_id", "actor_id", "role"), role %in% c("participant", "chair", "host"))
  real <- subset(events("status", "polarity", "date_edtf"),
                 polarity == "affirmed" & !status %in% c("planned", "conditional", "hypothetical"))
  found <- transform(merge(there, real, by = "event_id"), actor = name_of(actor_id))
  sorted(found, "position", "role", "actor_id")[
    c("position", "event", "date_edtf", "status", "actor", "role", "actor_id", "event_id")]
}

# -- said_of_whom
said_of_whom <- function() {
  found <- merge(said(), load("event_actors", "event_id", "actor_id", "role"), by = "event_id")
  found <- subset(found, is.na(speaker_id) | actor_id != speaker_id)
  found <- transform(found, speaker = name_of(speaker_id), of_whom = name_of(actor_id))
  at <- match(found$event_id, events()$event_id)
  found$event <- events()$event[at]
  found$event_position <- events()$position[at]
  sorted(found, "source_id", "position", "event_position", "role", "actor_id")[
    c("source_id", "position", "speaker", "speaker_as_reported", "stance", "factuality", "of_whom", "role", "event",
      "statement_id", "event_id")]
}

# -- certainty
certainty <- function() {
  first <- transform(subset(said(), is.na(repeats)), speaker = name_of(speaker_id))
  counted(first, c("speaker", "factuality"), "times")
}

# -- speakers
speakers <- function() {
  statements <- load("statements", "speaker_id", "kind", "repeats", "speaker_as_reported")
  statements$speaker <- name_of(statements$speaker_id)
  found <- counted(statements, c("speaker", "kind"), "statements")
  times <- function(column) mapply(function(who, kind) {
    sum(statements$speaker %in% who & statements$kind %in% kind & !is.na(statements[[column]]))
  }, found$speaker, found$kind)
  found$repeated <- as.integer(times("repeats"))
  found$named_in_text <- as.integer(times("speaker_as_reported"))
  found
}

# -- accounts
accounts <- function() {
  evidence <- subset(load("evidence", "event_id", "source_id", "paragraph", "part"), !is.na(event_id))
  pair <- c("event_id", "source_id")
  spoken <- said()
  listed_pairs <- unique(rbind(load("event_sources", pair), evidence[pair], spoken[pair]))
  reported <- unique(subset(evidence, part %in% c("report", "mention") & !is.na(paragraph))[c(pair, "paragraph")])
  times <- function(rows) as.integer(mapply(function(event, source) {
    sum(rows$event_id == event & rows$source_id == source)
  }, listed_pairs$event_id, listed_pairs$source_id))
  found <- transform(listed_pairs, sources = as.integer(table(listed_pairs$event_id)[listed_pairs$event_id]), paragraphs = times(reported),
                     statements = times(spoken), so = times(subset(spoken, grepl("[+]$", factuality))),
                     not_so = times(subset(spoken, grepl("-$", factuality))))
  sorted(merge(found, events(), by = "event_id"), "position", "source_id")[
    c("position", "event", "source_id", "sources", "paragraphs", "statements", "so", "not_so", "event_id")]
}

# -- sources_of_event
sources_of_event <- function() {
  listed <- load("event_sources", "event_id", "source_id", "url", "note")
  names(listed)[3] <- "report_url"
  shown <- unique(subset(load("evidence", "event_id", "source_id"), !is.na(event_id)))
  shown <- shown[!paste(shown$event_id, shown$source_id) %in% paste(listed$event_id, listed$source_id), ]
  shown$report_url <- shown$note <- rep(NA_character_, nrow(shown))
  sources <- load("sources", "source_id", "title", "publisher", "url")
  found <- merge(merge(rbind(listed, shown), events(), by = "event_id"), sources, by = "source_id")
  found <- sorted(found, "position", "source_id", "report_url", "note")
  found <- transform(found, source = title, url = ifelse(is.na(report_url), url, report_url))
  found[c("position", "event_id", "event", "source_id", "source", "publisher", "url", "note")]
}

# -- country_month
# events that a count includes, each with its month where it lies in one
happened <- function() {
  frame <- subset(events("kind", "status", "polarity", "earliest", "latest", "place_id", "same_as"),
                  polarity == "affirmed" & status %in% c("occurred", "ongoing", "unknown") & is.na(same_as))
  first <- substr(frame$earliest, 1, 7)
  frame$month <- ifelse(first == substr(frame$latest, 1, 7), first, NA)
  frame
}

# each place with itself and every place around it, the nearest first
around <- function() {
  places <- load("places", "place_id", "within")
  step <- data.frame(place_id = places$place_id, area_id = places$place_id)
  found <- step
  for (depth in 1:32) {
    step$area_id <- places$within[match(step$area_id, places$place_id)]
    step <- subset(step, !is.na(area_id))
    found <- rbind(found, step)
  }
  found
}

country_month <- function() {
  places <- load("places", "place_id", "kind", "country")
  own <- ifelse(is.na(places$country) & places$kind %in% "country", places$place_id, places$country)
  located <- transform(around(), country = own[match(area_id, places$place_id)])
  located <- subset(located, !is.na(country))
  found <- happened()
  found$country <- located$country[match(found$place_id, located$place_id)]
  counted(found, c("country", "month", "kind"), "events")
}

# -- dyads
dyads <- function() {
  part <- load("event_actors", "event_id", "actor_id", "role", "side")
  pairs <- subset(merge(part, part, by = "event_id", suffixes = c("_1", "_2")), actor_id_1 != actor_id_2)
  opposed <- subset(pairs, !is.na(side_1) & !is.na(side_2) & side_1 < side_2)
  acted <- subset(pairs, role_1 == "agent" & role_2 %in% c("recipient", "victim", "beneficiary", "addressee") &
                    (is.na(side_1) | is.na(side_2)))
  found <- data.frame(rbind(opposed, acted)[c("event_id", "actor_id_1", "actor_id_2")],
                      basis = rep(c("side", "role"), c(nrow(opposed), nrow(acted))))
  names(found)[2:3] <- c("first_id", "second_id")
  once <- subset(events("kind", "status", "polarity", "date_edtf", "same_as"), is.na(same_as))
  found <- merge(unique(found), once, by = "event_id")
  found <- transform(found, first_actor = name_of(first_id), second_actor = name_of(second_id))
  sorted(found, "position", "basis", "first_id", "second_id")[
    c("position", "event_id", "event", "first_id", "first_actor", "second_id", "second_actor", "basis", "kind", "status",
      "polarity", "date_edtf")]
}

# -- measures_by_month
measures_by_month <- function() {
  numbers <- load("measures", "event_id", "measure", "unit", "actor_id", "low", "best", "high", "according_to")
  for (column in c("low", "best", "high")) numbers[[column]] <- as.numeric(numbers[[column]])
  key <- with(numbers, paste(event_id, measure, unit))
  total <- is.na(numbers$actor_id)
  unclaimed <- is.na(numbers$according_to)
  by_total <- key %in% key[total & unclaimed] | (key %in% key[total] & !key %in% key[!total & unclaimed])
  numbers <- numbers[total == by_total, ]
  best_of <- function(rows) {
    own <- rows$best[is.na(rows$according_to) & !is.na(rows$best)]
    mean(if (length(own)) own else rows$best, na.rm = TRUE)
  }
  least <- function(values) if (all(is.na(values))) NA_real_ else min(values, na.rm = TRUE)
  total <- function(values) if (all(is.na(values))) NA_real_ else sum(values, na.rm = TRUE)
  whole <- function(rows, column) length(setdiff(rows$event_id, rows$event_id[is.na(rows[[column]])]))
  reported <- do.call(rbind, lapply(split(numbers, with(numbers, paste(event_id, measure, unit, actor_id)), drop = TRUE), function(rows) {
    data.frame(rows[1, c("event_id", "measure", "unit")], low = least(ifelse(is.na(rows$low), rows$best, rows$low)),
               best = best_of(rows), high = -least(-ifelse(is.na(rows$high), rows$best, rows$high)))
  }))
  if (is.null(reported)) {
    return(data.frame(month = character(), measure = character(), unit = character(), events = integer(),
                      low = numeric(), best = numeric(), high = numeric(), mean = numeric(), low_events = integer(),
                      best_events = integer(), high_events = integer()))
  }
  found <- merge(reported, happened()[c("event_id", "month")], by = "event_id")
  months <- lapply(split(found, with(found, paste(month, measure, unit)), drop = TRUE), function(rows) {
    data.frame(rows[1, c("month", "measure", "unit")], events = length(unique(rows$event_id)), low = total(rows$low),
               best = total(rows$best), high = total(rows$high), mean = mean(rows$best, na.rm = TRUE),
               low_events = whole(rows, "low"), best_events = whole(rows, "best"), high_events = whole(rows, "high"))
  })
  sorted(do.call(rbind, months), "month", "measure", "unit")
}

# -- dates_known
dates_known <- function() {
  found <- events("date_edtf", "earliest", "latest", "date_basis")
  first <- !is.na(found$earliest)
  last <- !is.na(found$latest)
  found$known <- ifelse(first & last, ifelse(found$earliest == found$latest, "day", "between"),
                        ifelse(first, "from", ifelse(last, "until", ifelse(is.na(found$date_edtf), "no", "see date_edtf"))))
  sorted(found, "position")[c("position", "event", "date_edtf", "earliest", "latest", "known", "date_basis", "event_id")]
}

# -- conditions
conditions <- function() {
  relations <- subset(load("event_relations", "event_id", "relation", "other_event_id", "according_to"),
                      relation %in% c("condition_of", "basis_of", "supports", "prevents"))
  names(relations) <- c("depends_on", "relation", "event_id", "according_to")
  open <- subset(events("status"), status %in% c("planned", "conditional", "hypothetical"))
  found <- merge(open, relations, by = "event_id", all.x = TRUE)
  at <- match(found$depends_on, events()$event_id)
  found <- transform(found, other_event = events()$event[at], other_status = events("status")$status[at],
                     according_to = name_of(according_to), other_event_id = depends_on)
  sorted(found, "position", "relation", "other_event_id")[
    c("position", "event", "status", "relation", "other_event", "other_status", "according_to", "event_id", "other_event_id")]
}

# -- how_often
how_often <- function() {
  reported <- subset(load("evidence", "event_id", "source_id", "paragraph", "part"), part %in% c("report", "mention"))
  reported <- unique(reported[c("event_id", "source_id", "paragraph")])
  spoken <- said()
  found <- events()
  times <- function(ids) as.integer(table(factor(ids, levels = found$event_id)))
  found <- transform(found, paragraphs = times(reported$event_id),
                     new_statements = times(spoken$event_id[is.na(spoken$repeats)]),
                     repeated_statements = times(spoken$event_id[!is.na(spoken$repeats)]))
  sorted(found, "position")[c("position", "event", "paragraphs", "new_statements", "repeated_statements", "event_id")]
}

# -- events_in_area
events_in_area <- function() {
  found <- unique(merge(events("place_id", "date_edtf", "status"), around(), by = "place_id"))
  found <- transform(found, area = place_name(area_id), place = place_name(place_id))
  sorted(found, "area_id", "position")[c("area", "position", "event", "place", "date_edtf", "status", "area_id", "event_id")]
}

# -- end
answers <- list(
  pledges = pledges, denials = denials, attendance = attendance, said_of_whom = said_of_whom, certainty = certainty,
  speakers = speakers, accounts = accounts, sources_of_event = sources_of_event, country_month = country_month,
  dyads = dyads, measures_by_month = measures_by_month, dates_known = dates_known, conditions = conditions,
  how_often = how_often, events_in_area = events_in_area
)
for (name in names(answers)) write_csv(answers[[name]](), file.path(folder, paste0(name, ".csv")), na = "")
cat("wrote", length(answers), "tables to", folder, "\n")
