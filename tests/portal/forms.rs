//! Account forms on the wire: what a pressed button sends reaches the portal as a browser would send it, and a secret
//! that a form sends by GET is not repeated by any later request.

use std::sync::{Arc, Mutex};

use axum::body::to_bytes;
use docketbell_core::portal::{Browser, Page, PortalRequest, SecretKind, Value};
use secrecy::SecretString;

use super::fake::{browser, response, serve};

type Seen = Arc<Mutex<Vec<(String, String, String, String)>>>;

/// A portal that shows this page whatever is asked, and what reached it: method, path with query, content type, body.
async fn portal(page: &'static [u8], content_type: &'static str) -> (url::Url, Seen) {
    let seen = Seen::default();
    let kept = seen.clone();
    let (url, _) = serve(move |request| {
        let kept = kept.clone();
        async move {
            let (head, body) = request.into_parts();
            let body = to_bytes(body, 100_000).await.unwrap();
            let kind = head
                .headers
                .get("content-type")
                .map(|v| v.to_str().unwrap().to_owned());
            kept.lock().unwrap().push((
                head.method.to_string(),
                head.uri.to_string(),
                kind.unwrap_or_default(),
                String::from_utf8_lossy(&body).into_owned(),
            ));
            response(200, content_type, page)
        }
    })
    .await;
    (url, seen)
}

#[tokio::test]
async fn a_form_is_sent_in_the_character_set_of_its_page() {
    let (url, seen) = portal(
        b"<h1>Your Name</h1><form method=post action=next><label>Last Name <input name=n></label>\
          <input type=hidden name=t value=\"a&amp;b\"><button name=go value=1>Continue</button></form>",
        "text/html;charset=ISO-8859-1",
    )
    .await;
    let (browser, _) = browser(&url, "");
    let answer = browser
        .send(PortalRequest::open(url.clone(), "names"))
        .await
        .unwrap();
    let page = Page::read_answer(answer).await.unwrap();
    let profile = browser.gate().profile();
    let words = profile.words.clone();
    let mut filling = page.forms[0].fill(profile);
    filling
        .set(
            words.label(docketbell_core::portal::words::Label::LastName),
            "Public-Peña",
        )
        .unwrap();
    let request = filling
        .press(&docketbell_core::portal::Accepted::only("Continue"))
        .unwrap();
    browser.send(request).await.unwrap();
    let seen = seen.lock().unwrap();
    let (method, path, kind, body) = &seen[1];
    assert_eq!((method.as_str(), path.as_str()), ("POST", "/next"));
    assert_eq!(kind, "application/x-www-form-urlencoded");
    assert_eq!(body, "n=Public-Pe%F1a&t=a%26b&go=1");
}

#[tokio::test]
async fn a_secret_sent_by_get_is_repeated_by_no_later_request() {
    let (url, seen) = portal(
        b"<h1>Log on</h1><form><label>Password <input type=password name=p></label><button>Logon</button></form>\
          <a href=\"\">Continue</a>",
        "text/html;charset=utf-8",
    )
    .await;
    let (browser, _) = browser(&url, "");
    let answer = browser
        .send(PortalRequest::open(url.clone(), "log on"))
        .await
        .unwrap();
    let page = Page::read_answer(answer).await.unwrap();
    let profile = browser.gate().profile();
    let mut filling = page.forms[0].fill(profile);
    let password = SecretString::from("Spring-2026".to_owned());
    let label = docketbell_core::portal::Accepted::only("Password");
    filling
        .set(&label, Value::Secret(SecretKind::Password, &password))
        .unwrap();
    let request = filling
        .press(&docketbell_core::portal::Accepted::only("Logon"))
        .unwrap();
    assert!(!format!("{request:?}").contains("Spring"), "{request:?}");
    let answer = browser.send(request).await.unwrap();
    assert_eq!(
        answer.url.query(),
        None,
        "the address of the answer is given without it"
    );
    let page = Page::read_answer(answer).await.unwrap();
    let again = page.forms[0].fill(profile);
    browser
        .send(
            again
                .press(&docketbell_core::portal::Accepted::only("Logon"))
                .unwrap(),
        )
        .await
        .unwrap();
    let seen = seen.lock().unwrap();
    let with = seen
        .iter()
        .filter(|(_, path, _, body)| format!("{path}{body}").contains("Spring-2026"))
        .count();
    assert_eq!(with, 1, "only the request it belongs to: {seen:?}");
}
