# Made careless.tsv:  Rscript tests/engine/quality/careless.R > tests/engine/quality/careless.tsv
# The definitions are those of careless 1.2.2 (R/longstring.R, R/irv.R): the longest run of rle(), and
# stats::sd of each row. The first rows are its own test data (Curran 2016) and its documented example,
# filled up to 14 items; the rest is drawn.
longstring <- function(x) apply(x, 1, function(row) max(rle(row)$lengths))
irv <- function(x) apply(x, 1, stats::sd)

curran <- rbind(rep(3, 14), rep(1:5, length.out = 14), rep(c(1, 5), each = 7))
stairs <- t(sapply(1:14, function(i) ifelse(1:14 <= i, i, 1:14)))
set.seed(20261122)
drawn <- rbind(
  matrix(sample(1:5, 30 * 14, replace = TRUE), ncol = 14),
  matrix(sample(1:5, 30 * 14, replace = TRUE, prob = c(.01, .02, .1, .3, .57)), ncol = 14),
  matrix(sample(4:5, 20 * 14, replace = TRUE), ncol = 14),
  diag(4, 14) + 1
)
x <- rbind(curran, stairs, drawn)
cat("answers\tlongstring\tirv\n")
cat(sprintf("%s\t%d\t%.17g\n", apply(x, 1, paste, collapse = " "), longstring(x), irv(x)), sep = "")
