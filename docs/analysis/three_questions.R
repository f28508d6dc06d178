# Three questions to an event timeline, answered with readr and base R: tables as CSV, and a picture of each.
#
# Rscript three_questions.R [PACKAGE] [FOLDER]     the package to ask (this folder), and where the answers go (answers)

library(readr)

given <- commandArgs(trailingOnly = TRUE)
package <- if (length(given) > 0) given[1] else "."
folder <- if (length(given) > 1) given[2] else "answers"
if (!file.exists(file.path(package, "data", "events.csv"))) {
  stop(package, " has no data/events.csv\n\nRscript three_questions.R [PACKAGE] [FOLDER]", call. = FALSE)
}
dir.create(folder, showWarnings = FALSE, recursive = TRUE)

# a table as text: codes keep their zeros, and only an empty cell is missing
load <- function(table) {
  read_csv(file.path(package, "data", paste0(table, ".csv")), na = "", col_types = cols(.default = col_character()))
}

by_code_point <- function(frame, ...) frame[order(..., method = "radix"), ]

# how many rows there are of each pair of values that occurs
counted <- function(first, second, names) {
  frame <- aggregate(list(n = rep(1L, length(first))), list(first, second), sum)
  frame <- by_code_point(frame, frame[[1]], frame[[2]])
  setNames(frame, names)
}

# 1. who is said to do what: each agent's events by status, negated ones apart
who_does_what <- function() {
  acting <- subset(load("event_actors"), role == "agent")
  events <- load("events")
  status <- ifelse(events$polarity == "negated", "negated", events$status)[match(acting$event_id, events$event_id)]
  actors <- load("actors")
  counted(actors$name[match(acting$actor_id, actors$actor_id)], status, c("name", "status", "events"))
}

# 2. how sure each speaker presents what he or she speaks of; words said again are counted once
how_sure <- function() {
  statements <- subset(load("statements"), is.na(repeats) & !is.na(speaker_id))
  said <- subset(load("statement_events"), statement_id %in% statements$statement_id)
  speaker <- statements$speaker_id[match(said$statement_id, statements$statement_id)]
  actors <- load("actors")
  counted(actors$name[match(speaker, actors$actor_id)], said$factuality, c("name", "factuality", "times"))
}

# 3. how often each event is reported: the paragraphs that report it, and the statements that speak of it, new or repeated
how_often <- function() {
  reported <- subset(load("evidence"), !is.na(event_id) & part %in% c("report", "mention"))
  reported <- unique(reported[c("event_id", "source_id", "paragraph")])
  statements <- load("statements")
  said <- load("statement_events")
  again <- !is.na(statements$repeats[match(said$statement_id, statements$statement_id)])
  events <- load("events")
  times <- function(ids) as.integer(table(factor(ids, levels = events$event_id)))
  frame <- data.frame(label = events$label, paragraphs = times(reported$event_id),
                      new = times(said$event_id[!again]), repeated = times(said$event_id[again]))
  frame[order(-frame$paragraphs, events$event_id, method = "radix"), ]
}

# a bar for each label, stacked by part
bars <- function(name, title, values) {
  pdf(file.path(folder, paste0(name, ".pdf")), width = 9, height = 2 + ncol(values) / 4)
  par(mar = c(3, 18, 3, 1))
  colours <- hcl.colors(nrow(values), "Dark 3")
  barplot(values, horiz = TRUE, las = 1, col = colours, border = NA, main = title, cex.names = 0.8,
          legend.text = if (nrow(values) > 1) rownames(values), args.legend = list(bty = "n", cex = 0.8))
  invisible(dev.off())
}

answers <- list("who-does-what" = who_does_what(), "how-sure" = how_sure(), "how-often" = how_often())
for (name in names(answers)) write_csv(answers[[name]], file.path(folder, paste0(name, ".csv")))

agents <- answers[["who-does-what"]]
bars("who-does-what", "Events by who acts in them", xtabs(events ~ status + name, agents))
speakers <- answers[["how-sure"]]
bars("how-sure", "What speakers speak of, by how sure they are", xtabs(times ~ factuality + name, speakers))
events <- answers[["how-often"]]
bars("how-often", "Paragraphs that tell an event", matrix(rev(events$paragraphs), 1, dimnames = list(NULL, rev(events$label))))
