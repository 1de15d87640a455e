//! The floor of a check: the same requests, by a bare reqwest loop that drops what it gets.
//!
//! `figures-http-floor BASE_URL IN_FLIGHT < LIST`, where each line of LIST is `CASE_NUMBER COURT_ID`. Three requests a
//! case, one after the other, as a check makes them; IN_FLIGHT cases at once. Prints one line with what came.

use anyhow::{Context, Result, ensure};
use futures::{StreamExt, TryStreamExt};
use serde_json::json;

const HEADER: [(&str, &str); 5] = [
    ("isTicket", ""),
    ("locnCode", ""),
    ("isCriminal", ""),
    ("diposed", ""),
    ("pleaAndPayInd", ""),
];

#[tokio::main]
async fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let base = words.next().context("the address is missing")?;
    let in_flight: usize = words
        .next()
        .context("the number in flight is missing")?
        .parse()?;
    let list = std::io::read_to_string(std::io::stdin())?;
    let client = reqwest::Client::builder().cookie_store(true).build()?;

    let case = |line: String| {
        let (client, base) = (client.clone(), base.clone());
        async move {
            let (number, court) = line.split_once(' ').context("a line has no court")?;
            let asked: [(&str, &[(&str, &str)]); 3] = [
                ("newHeaderData.do", &HEADER),
                (
                    "docketEntriesSearch.do?displayOption=A&sortOption=D&hasChange=false",
                    &[("isTicket", ""), ("tabName", "Docket")],
                ),
                ("party.do", &[("isTicket", "")]),
            ];
            let mut bytes = 0;
            for (path, rest) in asked {
                let mut form = vec![("caseNumber", number), ("courtId", court)];
                form.extend_from_slice(rest);
                let answer = client
                    .post(format!("{base}/cnet/cases/{path}"))
                    .form(&form)
                    .send()
                    .await?;
                ensure!(
                    answer.status().is_success(),
                    "{path}: {status}",
                    status = answer.status()
                );
                bytes += answer.bytes().await?.len();
            }
            Ok::<_, anyhow::Error>(bytes)
        }
    };
    let lines = list.lines().map(str::to_owned).collect::<Vec<_>>();
    let cases = lines.len();
    let bytes: usize = futures::stream::iter(lines)
        .map(case)
        .buffer_unordered(in_flight)
        .try_fold(0, |sum, bytes| async move { Ok(sum + bytes) })
        .await?;
    println!(
        "{}",
        json!({ "cases": cases, "requests": cases * 3, "bytes": bytes })
    );
    Ok(())
}
