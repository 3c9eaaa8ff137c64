//! Both languages: every sentence is said in English and Japanese, Japanese is Japanese and written as such, one word stands
//! for one thing, and no sentence hides outside `src/text`.
//!
//! Reads the sources as text; `text/tests.rs` says every code in both languages.

#[path = "languages/lists.rs"]
mod lists;
#[path = "languages/source.rs"]
mod source;
#[path = "languages/words.rs"]
mod words;

use std::collections::{BTreeMap, BTreeSet};

use lists::{ALIKE, COMMAND, COUNTED, FILE_WORDS, KNOW_JAPANESE, NOT_FOR_USERS, WORDS};
use source::{Source, files, sources};
use words::{is_english_prose, is_japanese, placeholders, prose, slips, slips_of_sentence, template_words};

/// A pair that needs no Japanese: nothing but values, marks, or a word of the list.
fn is_alike(en: &str, ja: &str) -> bool {
    let has_words = prose(en).chars().any(char::is_alphabetic);
    !has_words || ALIKE.contains(&(en, ja))
}

fn wrong_pair(en: &str, ja: &str) -> Option<String> {
    let is_said = is_japanese(ja) || (is_alike(en, ja) && ja.is_empty() == en.is_empty());
    if is_japanese(en) {
        return Some("the English is Japanese".to_owned());
    }
    if !is_said {
        return Some("the Japanese is not Japanese".to_owned());
    }
    let (mut ours, theirs) = (placeholders(en), placeholders(ja));
    for name in &mut ours {
        let counted = COUNTED.iter().find(|(count, number)| count == name && theirs.iter().any(|held| held == number));
        if let Some((_, number)) = counted.filter(|_| !theirs.contains(name)) {
            (*number).clone_into(name);
        }
    }
    ours.sort();
    (ours != theirs).then(|| "the two hold different values".to_owned())
}

#[test]
fn every_sentence_is_in_both_languages_with_the_same_values() {
    let (mut wrong, mut pairs, mut says) = (Vec::new(), 0, 0);
    for source in sources("src") {
        says += source.says();
        for (en, ja) in source.pairs() {
            pairs += 1;
            let why = wrong_pair(&en.text, &ja.text);
            wrong.extend(why.map(|why| format!("{}:{}: {why}: {} / {}", source.path, en.line, en.text, ja.text)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(pairs > says && says > 400, "{pairs} pairs, {says} of them said: the parser lost some");
}

/// Literals that the Japanese reader sees: seconds of pairs, and every other literal with Japanese in it.
fn japanese_of(source: &Source) -> Vec<(usize, String)> {
    let seconds: BTreeSet<usize> = source.pairs().into_iter().map(|(_, ja)| ja.at).collect();
    let seen = source.literals.iter().filter(|literal| seconds.contains(&literal.at) || is_japanese(&literal.text));
    seen.map(|literal| (literal.line, literal.text.clone())).collect()
}

/// Texts and comments of a shipped file, line by line.
fn lines_of((path, text): (String, String)) -> Vec<(String, String)> {
    let lines = text.lines().enumerate().map(|(at, line)| (format!("{path}:{}", at + 1), line.to_owned()));
    lines.filter(|(_, line)| is_japanese(line)).collect()
}

fn shipped_lines() -> Vec<(String, String)> {
    let folders = ["scenarios", "playbooks", "examples", "templates/init"];
    let all: Vec<_> = folders.iter().flat_map(|folder| files(folder, ".toml")).flat_map(lines_of).collect();
    assert!(all.len() > 300, "{}", all.len());
    all
}

#[test]
fn japanese_is_punctuated_as_japanese() {
    let mut wrong = Vec::new();
    for source in sources("src/text") {
        for (line, text) in japanese_of(&source) {
            wrong.extend(slips_of_sentence(&text).into_iter().map(|slip| format!("{}:{line}: {slip}", source.path)));
        }
    }
    for (place, line) in shipped_lines() {
        wrong.extend(slips(&line).into_iter().map(|slip| format!("{place}: {slip}")));
    }
    assert!(wrong.is_empty(), "half width after Japanese:\n{}", wrong.join("\n"));
}

#[test]
fn one_word_stands_for_one_thing() {
    let said: Vec<(String, String)> = sources("src/text")
        .iter()
        .flat_map(|source| japanese_of(source).into_iter().map(|(line, text)| (format!("{}:{line}", source.path), text)))
        .collect();
    let mut wrong = Vec::new();
    for (english, japanese, others) in WORDS {
        assert!(said.iter().any(|(_, text)| text.contains(japanese)), "nothing says {japanese} for {english}");
        for other in *others {
            let used = said.iter().filter(|(_, text)| text.contains(other));
            wrong.extend(
                used.map(|(place, text)| format!("{place}: {japanese} is the word for {english}, not {other}: {text}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_readme_explains_the_same_words() {
    let readme = std::fs::read_to_string(source::root().join("README.md")).expect("the README is text");
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| ")).filter_map(|line| line.split_once(" | "));
    let mut words: BTreeMap<&str, &str> = BTreeMap::new();
    for (english, rest) in rows {
        let japanese = rest.split(" | ").next().unwrap_or_default();
        words.extend(english.split(", ").zip(japanese.split('\u{3001}')).filter(|(_, japanese)| is_japanese(japanese)));
    }
    let shared: Vec<_> = WORDS.iter().filter_map(|(english, ours, _)| Some((*english, *ours, *words.get(english)?))).collect();
    assert!(shared.len() >= 15, "the README's table of words is gone: {shared:?}");
    let wrong: Vec<_> = shared.iter().filter(|(_, ours, readme)| ours != readme).collect();
    assert!(wrong.is_empty(), "English, the word of the program, the word of the README: {wrong:#?}");
}

/// The variants of every enum in a table such as `words! { Level { Baseline = … } }`.
fn tables(text: &str, macro_name: &str) -> BTreeMap<String, BTreeSet<String>> {
    let source = Source::new("", text);
    let start = source.bare.find(&format!("\n{macro_name} {{")).expect("the table is there");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in source.bare[start + 1..].lines().skip(1).take_while(|line| *line != "}") {
        let first = line.trim().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_name = first.starts_with(|c: char| c.is_ascii_uppercase());
        if is_name && line.trim_end().ends_with('{') {
            first.clone_into(&mut current);
            found.entry(current.clone()).or_default();
        } else if is_name {
            found.entry(current.clone()).or_default().insert(first.to_owned());
        }
    }
    found
}

#[test]
fn every_closed_set_has_words() {
    let read = |path: &str| std::fs::read_to_string(source::root().join(path)).expect("the file is text");
    let mut sets = tables(&read("src/model/words.rs"), "words!");
    let terms = tables(&read("src/text/terms.rs"), "terms!");
    assert!(sets.len() > 15, "{sets:?}");
    for name in FILE_WORDS {
        assert!(sets.remove(*name).is_some() && !terms.contains_key(*name), "{name} is no longer a set that only files read");
    }
    for (name, values) in sets {
        assert_eq!(terms.get(&name), Some(&values), "{name} of src/model/words.rs has not all its words in src/text/terms.rs");
    }
}

#[test]
fn the_help_and_the_parsers_messages_are_japanese() {
    for (path, least) in [("src/text/help.rs", 90), ("src/text/syntax.rs", 30)] {
        let text = std::fs::read_to_string(source::root().join(path)).expect("the file is text");
        let source = Source::new(path, &text);
        let is_row = |pair: &&[source::Literal]| {
            source.caller(pair[0].at).is_empty() && source.bare[pair[0].end..pair[1].at].trim() == ","
        };
        let rows: Vec<_> = source.literals.windows(2).filter(is_row).collect();
        assert!(rows.len() >= least, "{path}: {}", rows.len());
        let is_wrong = |text: &str| !is_japanese(text) && !text.contains('\u{3001}') && text != "ID";
        let wrong: Vec<_> = rows.iter().filter(|row| is_wrong(&row[1].text)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// Whether what is called takes words for developers or for the log, not for users.
fn is_for_developers(source: &Source, at: usize) -> bool {
    let caller = source.caller(at);
    let name = caller.rsplit(['.', ':']).next().unwrap_or_default().trim_end_matches('!');
    let takes = ["expect", "trace", "debug", "info", "warn", "error", "panic", "unreachable", "assert", "assert_eq", "event"];
    takes.contains(&name) || source.is_in_attribute(at)
}

fn english_outside(source: &Source) -> Vec<String> {
    let is_known = |text: &str| NOT_FOR_USERS.iter().any(|(file, words)| source.path == *file && text.starts_with(words));
    let stray = source.literals.iter().filter(|literal| {
        is_english_prose(&prose(&literal.text)) && !is_for_developers(source, literal.at) && !is_known(&literal.text)
    });
    stray.map(|literal| format!("{}:{}: {}", source.path, literal.line, literal.text)).collect()
}

#[test]
fn no_sentence_for_users_stands_outside_text() {
    let modules =
        ["cli", "app", "console", "engine", "posture", "exercise", "report", "actions", "controls", "milestones", "plan"];
    let all: Vec<Source> = modules.iter().flat_map(|module| sources(&format!("src/{module}"))).collect();
    let wrong: Vec<String> = all.iter().flat_map(english_outside).collect();
    assert!(wrong.is_empty(), "say these with `say!` in src/text:\n{}", wrong.join("\n"));
    for (file, words) in NOT_FOR_USERS {
        let is_there = all.iter().any(|s| s.path == *file && s.literals.iter().any(|literal| literal.text.starts_with(words)));
        assert!(is_there, "{file} no longer says {words}: take it off the list");
    }
}

#[test]
fn no_japanese_stands_outside_text() {
    let others = sources("src").into_iter().filter(|source| !source.path.starts_with("src/text/"));
    let (known, others): (Vec<_>, Vec<_>) = others.partition(|source| KNOW_JAPANESE.contains(&source.path.as_str()));
    let said = |source: &Source| {
        japanese_of(source).into_iter().map(|(line, text)| format!("{}:{line}: {text}", source.path)).collect()
    };
    let wrong: Vec<String> = others.iter().flat_map(said as fn(&Source) -> Vec<String>).collect();
    assert!(wrong.is_empty(), "say these in src/text:\n{}", wrong.join("\n"));
    assert!(known.len() == KNOW_JAPANESE.len() && known.iter().all(|source| !japanese_of(source).is_empty()));
}

#[test]
fn templates_hold_no_words_of_their_own() {
    let aar = files("templates", ".html");
    let all: Vec<_> = aar.into_iter().filter(|(path, _)| path.contains("aar") || path.contains("player")).collect();
    assert!(all.len() >= 12, "{}", all.len());
    let words = |(path, text): &(String, String)| {
        let found = template_words(&text.replace(COMMAND, "")).into_iter().filter(|word| word != "standto");
        found.map(|word| format!("{path}: {word}")).collect::<Vec<_>>()
    };
    let wrong: Vec<String> = all.iter().flat_map(words).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_tests_above_can_fail() {
    assert!(wrong_pair("Start {name} now", "Start {name} now").is_some());
    assert!(wrong_pair("Start {name}", "{name2} を開始").is_some());
    assert!(
        wrong_pair("{at:>3} of {all}", "{all}件中{at}件").is_none() && wrong_pair("{at}: {x}", "{at}\u{ff1a}{x}").is_none()
    );

    assert_eq!(slips("終了(ENDEX)と`状態(x)`").len(), 1);
    assert_eq!(slips("09:30 に T+24:00、https://a.example へ").len(), 0);
    assert_eq!(slips_of_sentence("{target}: 検証済み({hash})").len(), 2);

    let code = "fn a() {\n    output::print(\"No such file here\");\n    warn!(x, \"left for the log\");\n    say!(lang, \"a b\", \"c d\");\n}\n";
    let sample = Source::new("src/cli/sample.rs", code);
    let stray = english_outside(&sample);
    assert_eq!(stray[0], "src/cli/sample.rs:2: No such file here");
    assert_eq!((stray.len(), sample.says(), sample.pairs().len()), (1, 1, 1));

    assert_eq!(template_words("<p title=\"Hint\">{{ w.x }} 2. Summary<style>a {}</style></p>"), ["Hint", "Summary"]);
    let table = "\nterms! {\n    Level {\n        Low = \"low\" / \"低\",\n    }\n}\n";
    assert_eq!(tables(table, "terms!")["Level"].len(), 1);
    assert_eq!(Source::new("", table).pairs().len(), 1);
    assert!(is_japanese("\u{3042}") && !is_japanese("\u{ff08}a\u{ff09}"));
}
