//! Not landed: stands in for use cases that are on their way.
#![allow(missing_docs, clippy::unused_async)]
use docketbell_core::app::Desk;
use docketbell_core::app::views::*;
pub trait Soon {
    fn doctor(&self) -> impl Future<Output = Result<Vec<DoctorLine>, Problem>> + Send {
        async { Err(Problem::new("soon", "Not there yet.", "")) }
    }
}
impl Soon for Desk {}
