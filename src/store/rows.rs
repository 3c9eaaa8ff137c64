//! Reading and writing the columns that many tables share: ids, instants, words, JSON.

use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Connection, Params, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::unwritable;
use crate::model::StoreError;
use crate::time::{Elapsed, Timestamp};

pub(super) fn id<T: for<'a> From<&'a str>>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    Ok(T::from(row.get_ref(column)?.as_str().map_err(|error| unreadable(column, error))?))
}

pub(super) fn id_opt<T: for<'a> From<&'a str>>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    let text = row.get_ref(column)?.as_str_or_null().map_err(|error| unreadable(column, error))?;
    Ok(text.map(T::from))
}

pub(super) fn at(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    row.get(column).map(Timestamp::from_ms)
}

pub(super) fn at_opt(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp::from_ms))
}

pub(super) fn elapsed(row: &Row<'_>, column: &str) -> rusqlite::Result<Elapsed> {
    row.get(column).map(Elapsed::from_ms)
}

pub(super) fn elapsed_opt(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Elapsed>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Elapsed::from_ms))
}

/// A word of a closed set, read by the set's own `from_word`.
pub(super) fn word<T>(row: &Row<'_>, column: &str, from_word: fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    from_word(&text).ok_or_else(|| unreadable(column, format!("{column} is {text:?}")))
}

pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str().map_err(|error| unreadable(column, error))?;
    serde_json::from_str(text).map_err(|error| unreadable(column, error))
}

pub(super) fn json_opt<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    let text = row.get_ref(column)?.as_str_or_null().map_err(|error| unreadable(column, error))?;
    text.map(|text| serde_json::from_str(text).map_err(|error| unreadable(column, error))).transpose()
}

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| unwritable(&error))
}

pub(super) fn unreadable(column: &str, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    let error = error.into();
    let error = FromSqlError::Other(format!("{column}: {error}").into());
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
}

/// Every row of a query, in its order.
pub(super) fn all<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params, read)?;
    Ok(rows.collect::<Result<Vec<T>, _>>()?)
}

/// The one row of a query, if there is one.
pub(super) fn one<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreError> {
    use rusqlite::OptionalExtension as _;
    Ok(db.prepare_cached(sql)?.query_row(params, read).optional()?)
}

/// Runs a statement; the number of rows it changed.
pub(super) fn run(db: &Connection, sql: &str, params: impl Params) -> Result<usize, StoreError> {
    Ok(db.prepare_cached(sql)?.execute(params)?)
}
