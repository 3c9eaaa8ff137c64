//! What leads like these would have caught, with the limits of the evidence.

use super::level_word;
use crate::model::{Caught, Lang, Share};
use crate::text::say;

/// Column headers of [`caught`].
pub fn caught_headers(lang: Lang) -> Vec<String> {
    vec![
        say!(lang, "Policy", "規則"),
        say!(lang, "Level", "態勢"),
        say!(lang, "From", "開始"),
        say!(lang, "First lure in the window: seen", "最初の標的型メールが期間内：観測"),
        say!(lang, "seen or proven", "観測または立証"),
    ]
}

/// A row for each rule.
pub fn caught(all: &[Caught], lang: Lang) -> Vec<Vec<String>> {
    let row = |caught: &Caught| {
        let level = level_word(caught.rule.level, &caught.rule.scope, lang);
        vec![
            caught.policy.to_string(),
            level,
            caught.rule.from.to_string(),
            share(caught.seen, lang),
            share(caught.proven_or_seen, lang),
        ]
    };
    all.iter().map(row).collect()
}

/// `15 of 17 (88 %, 66–97 %)`.
fn share(share: Share, lang: Lang) -> String {
    let Share { hits, of, percent, low, high } = share;
    say!(lang, "{hits} of {of} ({percent} %, {low}–{high} %)", "{of}件中{hits}件（{percent}％、{low}〜{high}％）")
}

/// What the figures rest on.
pub fn caught_limits(lang: Lang) -> String {
    say!(
        lang,
        "These leads against dated campaigns of the past, with 95 % intervals. The sample is small and biased: only events with a known lure are in it. It says which lead is better, not how safe you are.",
        "過去の実例に同じ先行日数を当てはめた結果です（95％区間付き）。標本は小さく、標的型メールが知られているイベントだけのため偏りがあります。先行日数を比べる目安であり、安全を示すものではありません。"
    )
}

/// Which rule a line comes from, and which line of the table stands for it.
pub fn caught_why(caught: &Caught, lang: Lang) -> String {
    let level = level_word(caught.rule.level, &caught.rule.scope, lang);
    let Caught { policy, lead_days, tail_days, .. } = caught;
    let (place, from, until) = (&caught.rule.place, caught.rule.from, caught.rule.until);
    let (seen, proven) = (share(caught.seen, lang), share(caught.proven_or_seen, lang));
    say!(
        lang,
        "Policy {policy}, {level} ({place}), {from} to {until}: lead {lead_days} d and tail {tail_days} d of the table; first lure in the window for {seen} seen, {proven} seen or proven",
        "規則 {policy} の{level}（{place}、{from}〜{until}）：表の先行{lead_days}日・後続{tail_days}日を適用。最初の標的型メールが期間内だったのは、観測 {seen}、観測または立証 {proven}"
    )
}
