//! The account side of the practice world: people, groups, what they may do, the e-mails that the court "sent", and
//! how its pages are written. All of it is invented; the words are the procedures' where they give any.

pub(crate) mod acts;
pub(crate) mod books;
mod crowd;
pub(crate) mod desk;
pub(crate) mod mails;
pub(crate) mod markup;
pub(crate) mod phrase;
pub(crate) mod rules;
pub(crate) mod secrets;
