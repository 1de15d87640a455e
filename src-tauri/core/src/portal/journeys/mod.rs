//! The journeys through the account pages, one a file. Each is driven by the pages that the portal shows.

mod person;

pub use person::{
    Answer, Answers, Ask, AskKind, AskOption, Image, JourneyStep, NobodyThere, PageAsk,
    PasswordRules, Person,
};
