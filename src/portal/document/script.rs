//! What a link or a plain button does by script, as far as its own few words tell. No script is ever run.

/// What pressing it does.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// Opens an address.
    Go(String),
    /// Sends a form: the one named (id or number), or the one around it.
    Submit {
        sets: Vec<(String, String)>,
        form: Option<String>,
    },
    /// Nothing that we can follow.
    Nothing,
}

pub(super) fn does(href: Option<&str>, onclick: &str) -> Does {
    let href = href.map(str::trim).unwrap_or("");
    let script = match strip(href, "javascript:") {
        Some(script) => format!("{script};{onclick}"),
        None => onclick.to_owned(),
    };
    if let Some(arguments) = call(&script, "__doPostBack(") {
        let mut arguments = arguments.into_iter();
        let sets = ["__EVENTTARGET", "__EVENTARGUMENT"]
            .iter()
            .map(|name| ((*name).to_owned(), arguments.next().unwrap_or_default()))
            .collect();
        return Does::Submit { sets, form: None };
    }
    if script.contains("submit(") || script.contains("requestSubmit(") {
        return Does::Submit {
            sets: Vec::new(),
            form: form_of(&script),
        };
    }
    let is_address =
        !href.is_empty() && !href.starts_with('#') && strip(href, "javascript:").is_none();
    if is_address {
        return Does::Go(href.to_owned());
    }
    for before in [
        "location.href=",
        "location=",
        "location.assign(",
        "location.replace(",
        "window.open(",
    ] {
        let tight: String = script.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(at) = tight.find(before)
            && let Some(target) = quoted(&tight[at + before.len()..])
        {
            return Does::Go(target);
        }
    }
    Does::Nothing
}

fn strip<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

/// `forms[0].submit()`, `forms['logon']`, `getElementById("logon")`, `document.logon.submit()`.
fn form_of(script: &str) -> Option<String> {
    for before in ["forms[", "getElementById("] {
        if let Some(at) = script.find(before) {
            let rest = script[at + before.len()..].trim_start();
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            return quoted(rest).or((!digits.is_empty()).then_some(digits));
        }
    }
    let at = script.find("document.")? + "document.".len();
    let name: String = script[at..]
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    script[at + name.len()..]
        .starts_with(".submit(")
        .then_some(name)
}

/// A text in quotes at the very start.
fn quoted(text: &str) -> Option<String> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let rest = &text[1..];
    Some(rest[..rest.find(quote)?].to_owned())
}

/// The quoted arguments of a call.
fn call(script: &str, name: &str) -> Option<Vec<String>> {
    let mut rest = &script[script.find(name)? + name.len()..];
    let mut arguments = Vec::new();
    while let Some(argument) = quoted(rest.trim_start()) {
        rest = &rest.trim_start()[argument.len() + 2..];
        arguments.push(argument);
        rest = rest.trim_start().strip_prefix(',').unwrap_or(")");
    }
    Some(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn submit(form: Option<&str>) -> Does {
        Does::Submit {
            sets: Vec::new(),
            form: form.map(str::to_owned),
        }
    }

    #[rstest]
    #[case::address(Some("/next"), "", Does::Go("/next".to_owned()))]
    #[case::nowhere(Some("#"), "", Does::Nothing)]
    #[case::void(Some("javascript:void(0)"), "", Does::Nothing)]
    #[case::around(Some("#"), "this.closest('form').submit(); return false", submit(None))]
    #[case::numbered(Some("javascript:document.forms[0].submit()"), "", submit(Some("0")))]
    #[case::named(Some("#"), "document.forms['logon'].submit()", submit(Some("logon")))]
    #[case::by_id(
        None,
        "document.getElementById(\"logon\").requestSubmit()",
        submit(Some("logon"))
    )]
    #[case::member(Some("JavaScript:document.logon.submit();"), "", submit(Some("logon")))]
    #[case::address_and_submit(
        Some("/next"),
        "document.forms[0].submit(); return false",
        submit(Some("0"))
    )]
    #[case::moves(None, "window.location.href = '/next?a=b'", Does::Go("/next?a=b".to_owned()))]
    #[case::assigns(None, "location.assign(\"next\")", Does::Go("next".to_owned()))]
    #[case::unknown(None, "go()", Does::Nothing)]
    fn what_a_press_does(
        #[case] href: Option<&str>,
        #[case] onclick: &str,
        #[case] expected: Does,
    ) {
        assert_eq!(does(href, onclick), expected);
    }

    #[test]
    fn a_post_back_sets_its_two_fields() {
        let expected = Does::Submit {
            sets: vec![
                ("__EVENTTARGET".to_owned(), "ctl00$go".to_owned()),
                ("__EVENTARGUMENT".to_owned(), String::new()),
            ],
            form: None,
        };
        assert_eq!(
            does(Some("javascript:__doPostBack('ctl00$go','')"), ""),
            expected
        );
    }
}
