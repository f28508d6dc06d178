# The tables of an event timeline as data frames, with their types; only base R is needed.
#
#   source("load.R")            # in the folder of this file; or chdir = TRUE
#   timeline <- load_timeline()
#   timeline$events$label
#
# Codes stay text, days are Date, whole numbers are integer (double beyond its range, with a warning where digits may be
# lost), and only an empty cell is missing.

timeline_types <- list(
@TYPES@
)

load_timeline <- function(folder = timeline_folder) {
  converted <- function(values, type, name) {
    switch(type,
      integer = {
        numbers <- as.numeric(values)
        if (any(abs(numbers) >= 2^53, na.rm = TRUE)) {
          warning(name, " has whole numbers from 2^53 on, which a double rounds: their last digits may differ", call. = FALSE)
        }
        if (all(is.na(numbers) | abs(numbers) <= .Machine$integer.max)) as.integer(numbers) else numbers
      },
      number = as.numeric(values),
      boolean = values == "true",
      date = as.Date(values, format = "%Y-%m-%d"),
      values
    )
  }
  read_table <- function(table) {
    types <- timeline_types[[table]]
    frame <- read.csv(file.path(folder, paste0(table, ".csv")), colClasses = "character", na.strings = "",
                      check.names = FALSE, encoding = "UTF-8", blank.lines.skip = FALSE)
    names(frame)[1] <- sub("^\ufeff", "", names(frame)[1]) # a byte order mark, which Excel writes and a locale without UTF-8 keeps
    for (column in intersect(names(frame), names(types))) {
      frame[[column]] <- converted(frame[[column]], types[[column]], paste(table, column, sep = "$"))
    }
    frame
  }
  sapply(names(timeline_types), read_table, simplify = FALSE)
}

# where this file is, if it was sourced (with chdir = TRUE its folder is the working directory); otherwise the working directory
timeline_folder <- local({
  sourced <- Filter(function(frame) !is.null(frame$ofile), sys.frames())
  if (!length(sourced)) return(".")
  last <- sourced[[length(sourced)]]
  if (isTRUE(last$chdir)) getwd() else dirname(normalizePath(last$ofile))
})
