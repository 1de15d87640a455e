//! What carries a secret prints nothing of it, and is wiped when it goes.

use std::fmt::Debug;

use docketbell_core::app::account_views::{AnswerValue, AnswerView, MadePassword};
use docketbell_core::app::group_views::{NewPin, ShownPin};
use docketbell_core::app::ports::SecretBytes;
use docketbell_core::app::travel::Wish;
use docketbell_core::portal::browser::{Body, PortalRequest};
use docketbell_core::portal::form::{SecretKind, Value};
use docketbell_core::portal::journeys::Answer;
use docketbell_core::storage::BackupLock;
use rstest::rstest;
use secrecy::{SecretBox, SecretString};
use url::Url;
use zeroize::{ZeroizeOnDrop, Zeroizing};

const CANARY: &str = "canary-4711";

fn secret() -> SecretString {
    CANARY.into()
}

fn link() -> Url {
    Url::parse(&format!("https://www.courts.mo.gov/{CANARY}?t={CANARY}")).unwrap()
}

fn mailed() -> PortalRequest {
    PortalRequest {
        unnamed: true,
        ..PortalRequest::open(link(), "a new password")
    }
}

fn typed(value: serde_json::Value) -> AnswerView {
    serde_json::from_value(serde_json::json!({"name": "password", "answer": value})).unwrap()
}

#[rstest]
#[case::typed_in_the_window(typed(serde_json::json!({"kind": "secret", "secret": CANARY, "keep": true})))]
#[case::a_code_or_a_link_from_the_window(typed(serde_json::json!({"kind": "text", "text": CANARY})))]
#[case::the_value_alone(AnswerValue::Text { text: CANARY.into() })]
#[case::an_answer(Answer::Secret(secret(), true))]
#[case::a_phrase_or_a_code(Answer::Text(CANARY.into()))]
#[case::a_made_password(MadePassword(secret()))]
#[case::a_new_pin(NewPin::Typed { pin: secret(), keep: true })]
#[case::a_shown_pin(ShownPin(secret()))]
#[case::what_a_field_is_given(Value::Secret(SecretKind::Pin, Box::leak(Box::new(secret()))))]
#[case::of_a_keyring(SecretBox::new(Box::new(CANARY.as_bytes().to_vec())) as SecretBytes)]
#[case::a_form(Body::Form(vec![("pin".into(), CANARY.into())]))]
#[case::data(Body::Json(CANARY.into()))]
#[case::an_encoded_form(Body::Encoded { content_type: "text/plain".into(), bytes: Zeroizing::new(CANARY.into()) })]
#[case::a_mailed_link(mailed())]
#[case::the_passphrase_of_a_backup(BackupLock::Passphrase(Zeroizing::new(CANARY.into())))]
#[case::a_wish(Wish { link: Some(link()), answers: [("email".into(), CANARY.into())].into(), ..Wish::default() })]
fn nothing_that_carries_a_secret_prints_it(#[case] carrier: impl Debug) {
    let bytes = format!("{:?}", CANARY.as_bytes());
    let bytes = bytes.trim_matches(['[', ']']);
    for shown in [format!("{carrier:?}"), format!("{carrier:#?}")] {
        assert!(
            !shown.contains("canary") && !shown.contains(bytes),
            "{shown}"
        );
    }
}

#[test]
fn what_secrets_are_held_in_is_wiped_when_it_goes() {
    fn wiped<T: ZeroizeOnDrop + ?Sized>() {}
    wiped::<SecretString>();
    wiped::<SecretBytes>();
    wiped::<Zeroizing<String>>();
    wiped::<Zeroizing<Vec<u8>>>();
}
