//! The encrypted store. Knows the words of the court; knows no website.
