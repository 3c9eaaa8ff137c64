//! Words of exercise messages: the line with the player's link, and the correction after an abort.

use super::say;
use crate::model::Lang;
use crate::time::LocalDate;

/// A calendar day, as a letter would write it.
pub fn date(date: LocalDate, lang: Lang) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let name = match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    };
    say!(lang, "{day} {name} {year}", "{year}年{month}月{day}日")
}

/// A message with the link to its page as the last paragraph.
pub fn with_link(body: &str, link: &str, lang: Lang) -> String {
    let body = body.trim_end();
    say!(
        lang,
        "{body}\n\nAcknowledge this message and answer it here:\n{link}\n",
        "{body}\n\n受領の確認と回答は、次のページからお願いします。\n{link}\n"
    )
}

/// Subject of the message that tells of an abort.
pub fn correction_subject(title: &str, lang: Lang) -> String {
    say!(lang, "Exercise stopped: {title}", "演習中止のお知らせ：{title}")
}

/// Body of the message that tells of an abort.
pub fn correction_body(title: &str, contact: &str, lang: Lang) -> String {
    say!(
        lang,
        "The exercise \"{title}\" has been stopped.\n\n\
         Every message you received as part of it was invented; none of what they describe has happened. Do nothing more about \
         them, and undo what you have already begun because of them.\n\n\
         If you cannot tell whether a message belonged to the exercise, ask {contact} before you act on it.\n",
        "演習「{title}」を中止しました。\n\n\
         これまでに演習としてお送りしたメッセージの内容は、すべて架空のものです。書かれている事態は発生していません。\
         これ以上の対応は行わず、すでに始めた対応は元に戻してください。\n\n\
         演習のメッセージかどうか判断がつかない場合は、対応する前に次の連絡先へお問い合わせください。\n{contact}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_is_in_the_language_asked_for() {
        let say = |lang: Lang| {
            [
                date(LocalDate::new(2026, 12, 1).unwrap(), lang),
                with_link("", "http://127.0.0.1/p/x/y", lang),
                correction_subject("A", lang),
                correction_body("A", "desk@example.org", lang),
            ]
        };
        for (en, ja) in say(Lang::En).into_iter().zip(say(Lang::Ja)) {
            assert!(en.is_ascii() && !ja.is_ascii(), "{en} / {ja}");
            assert!(![&en, &ja].iter().any(|text| text.contains(['{', '}'])), "{en} / {ja}");
        }
        assert_eq!(date(LocalDate::new(2026, 12, 1).unwrap(), Lang::En), "1 December 2026");
        assert_eq!(date(LocalDate::new(2026, 2, 28).unwrap(), Lang::Ja), "2026年2月28日");
    }

    #[test]
    fn a_link_stands_alone_on_the_last_line() {
        for lang in Lang::ALL {
            let mail = with_link("Dear all,\n\n\n", "http://127.0.0.1/p/x/y", lang);
            assert_eq!(mail.lines().last(), Some("http://127.0.0.1/p/x/y"));
            assert!(mail.starts_with("Dear all,\n\n") && !mail.contains("\n\n\n"), "{mail}");
        }
    }
}
