//! Parties and charges of a case: what the court shows now, replaced as a whole.

use sqlx::SqliteConnection;

use super::{Store, StoreError};
use crate::domain::{Charge, Party, PartyRole};

#[derive(sqlx::FromRow)]
struct Row {
    party_id: i64,
    name: String,
    role: String,
    role_code: Option<String>,
    address: Option<String>,
    birth_year: Option<i64>,
    attorneys: String,
}

impl Row {
    fn party(self) -> Result<Party, StoreError> {
        Ok(Party {
            name: self.name,
            role: PartyRole::parse(&self.role),
            role_code: self.role_code,
            address: self.address,
            birth_year: self.birth_year.and_then(|y| u16::try_from(y).ok()),
            attorneys: serde_json::from_str(&self.attorneys)?,
        })
    }
}

impl Store {
    /// The parties of a case, in the court's order. Nothing for a closed copy.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn parties(&self, case_id: i64) -> Result<Vec<Party>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT p.* FROM parties p JOIN cases c USING (case_id)
             WHERE case_id = ?1 AND c.state IN ('followed', 'unfollowed') ORDER BY place",
        )
        .bind(case_id)
        .fetch_all(&mut *conn)
        .await?;
        rows.into_iter().map(Row::party).collect()
    }

    /// The charges of a case, in the court's order. Nothing for a closed copy.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn charges(&self, case_id: i64) -> Result<Vec<Charge>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<String> = sqlx::query_scalar(
            "SELECT charge FROM charges JOIN cases c USING (case_id)
             WHERE case_id = ?1 AND c.state IN ('followed', 'unfollowed') ORDER BY place",
        )
        .bind(case_id)
        .fetch_all(&mut *conn)
        .await?;
        rows.iter()
            .map(|row| Ok(serde_json::from_str(row)?))
            .collect()
    }
}

/// What the search finds a party by.
fn search_words(party: &Party) -> String {
    std::iter::once(party.name.as_str())
        .chain(party.attorneys.iter().map(|a| a.name.as_str()))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Takes all parties of a case away, out of the search index too.
pub(crate) async fn remove(conn: &mut SqliteConnection, case_id: i64) -> Result<(), StoreError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM parties WHERE case_id = ?1")
        .bind(case_id)
        .fetch_all(&mut *conn)
        .await?;
    for row in rows {
        let id = row.party_id;
        sqlx::query(
            "INSERT INTO party_search (party_search, rowid, words) VALUES ('delete', ?1, ?2)",
        )
        .bind(id)
        .bind(search_words(&row.party()?))
        .execute(&mut *conn)
        .await?;
    }
    sqlx::query("DELETE FROM parties WHERE case_id = ?1")
        .bind(case_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Replaces the list of parties.
pub(crate) async fn replace(
    conn: &mut SqliteConnection,
    case_id: i64,
    parties: &[Party],
) -> Result<(), StoreError> {
    remove(conn, case_id).await?;
    for (place, party) in (0_i64..).zip(parties) {
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO parties (case_id, place, name, role, role_code, address, birth_year, attorneys)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING party_id",
        )
        .bind(case_id)
        .bind(place)
        .bind(&party.name)
        .bind(party.role.as_str())
        .bind(&party.role_code)
        .bind(&party.address)
        .bind(party.birth_year.map(i64::from))
        .bind(serde_json::to_string(&party.attorneys)?)
        .fetch_one(&mut *conn)
        .await?;
        sqlx::query("INSERT INTO party_search (rowid, words) VALUES (?1, ?2)")
            .bind(id)
            .bind(search_words(party))
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Builds the search index of all parties from their rows.
pub(crate) async fn reindex(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let mut after = 0_i64;
    loop {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT * FROM parties WHERE party_id > ?1 ORDER BY party_id LIMIT 1000",
        )
        .bind(after)
        .fetch_all(&mut *conn)
        .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.party_id;
        let words = rows
            .into_iter()
            .map(|row| Ok((row.party_id, search_words(&row.party()?))))
            .collect::<Result<Vec<_>, StoreError>>()?;
        sqlx::query("INSERT INTO party_search (rowid, words) SELECT value ->> 0, value ->> 1 FROM json_each(?1)")
            .bind(serde_json::to_string(&words)?)
            .execute(&mut *conn)
            .await?;
    }
}

/// Replaces the list of charges.
pub(crate) async fn replace_charges(
    conn: &mut SqliteConnection,
    case_id: i64,
    charges: &[Charge],
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM charges WHERE case_id = ?1")
        .bind(case_id)
        .execute(&mut *conn)
        .await?;
    for (place, charge) in (0_i64..).zip(charges) {
        sqlx::query("INSERT INTO charges (case_id, place, charge) VALUES (?1, ?2, ?3)")
            .bind(case_id)
            .bind(place)
            .bind(serde_json::to_string(charge)?)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}
