//! The website. Knows the words of the court; knows no storage.
