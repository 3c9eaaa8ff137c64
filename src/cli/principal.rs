//! `principal add|list|revoke`.

use serde_json::json;

use super::args::Principal;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::model::{Answer, CommandBody, PrincipalId, Role};
use crate::text;
use crate::text::terms::Term as _;

pub(super) async fn run(context: &Context, command: Principal) -> Result<Exit, Failure> {
    match command {
        Principal::Add { id, name, roles, days, token_only } => {
            let roles = roles.iter().map(|role| role_of(context, role)).collect::<Result<Vec<_>, _>>()?;
            let name = name.unwrap_or_else(|| id.clone());
            let answer = context.send(CommandBody::AddPrincipal { id: PrincipalId::new(id), name, roles, days }).await?;
            if let Answer::Token { token, .. } = &answer
                && token_only
            {
                output::print(token);
            } else {
                context.show(&answer);
            }
            Ok(Exit::Fine)
        }
        Principal::List => list(context).await,
        Principal::Revoke { id } => context.act(CommandBody::RevokePrincipal { id: PrincipalId::new(id) }).await,
    }
}

fn role_of(context: &Context, word: &str) -> Result<Role, Failure> {
    let known = || text::cli::listed(Role::ALL, context.lang);
    Role::from_word(word).ok_or_else(|| Failure::Said(Exit::Faults, text::cli::unknown_word(word, &known(), context.lang)))
}

async fn list(context: &Context) -> Result<Exit, Failure> {
    let principals = match context.reading_if_any().await? {
        Some(app) => app.world.store.principals().await?,
        None => Vec::new(),
    };
    if context.is_json() {
        let rows: Vec<_> = principals
            .iter()
            .map(|known| {
                json!({
                    "id": known.id, "name": known.name, "roles": known.roles, "expires_at": known.expires_at.to_string(),
                    "revoked_at": known.revoked_at.map(|at| at.to_string()),
                })
            })
            .collect();
        output::json(&json!(rows));
        return Ok(Exit::Fine);
    }
    if principals.is_empty() {
        output::print(&text::cli::no_principals(context.lang));
        return Ok(Exit::Fine);
    }
    let zone = context.zone();
    let rows = principals.iter().map(|known| {
        vec![
            known.id.to_string(),
            known.name.clone(),
            text::cli::listed(known.roles.iter().map(|role| role.term(context.lang)), context.lang),
            zone.show(known.expires_at),
            text::cli::token_state(known.is_live(context.now()), known.revoked_at.is_some(), context.lang),
        ]
    });
    output::table(text::cli::principals_header(context.lang), rows.collect());
    Ok(Exit::Fine)
}
