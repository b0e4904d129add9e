/// What recognisers are known to write where nothing is said: the ends of the videos that they were trained on.
///
/// All of it is also said by people, so that it never counts by itself.
enum KnownInventions {
    /// Whether a text is nothing but such phrases.
    static func contains(_ text: String) -> Bool {
        var rest = comparable(text)[...]
        guard !rest.isEmpty else { return false }
        while !rest.isEmpty {
            guard let phrase = longestFirst.first(where: { rest.starts(with: $0) }) else {
                return starts.contains { rest.starts(with: $0) }
            }
            rest = rest.dropFirst(phrase.count)
        }
        return true
    }

    /// Whether a text is a note about the sound instead of words: "[Music]", "(keyboard clicking)", "♪".
    static func isNote(_ text: String) -> Bool {
        let signs = text.filter { !$0.isWhitespace }
        guard let first = signs.first, let last = signs.last else { return false }
        return "[(*♪".contains(first) && "])*♪".contains(last)
    }

    /// A text's words without case and punctuation; what is written without spaces is one word.
    static func comparable(_ text: String) -> [String] {
        text.lowercased().replacing("’", with: "'").split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
    }

    private static let longestFirst = phrases.map(comparable).sorted { $0.count > $1.count }
    private static let starts = beginnings.map(comparable)

    /// What goes on with a name.
    private static let beginnings = [
        "subtitles by", "subtitled by", "captions by", "captioned by", "transcribed by", "translated by",
        "untertitel von", "untertitel der", "untertitelung des", "sous titres réalisés par", "sous titrage",
        "sottotitoli creati dalla", "sottotitoli a cura di", "subtítulos por", "subtítulos realizados por",
        "legendas pela", "napisy stworzone przez", "субтитры создавал", "субтитры сделал", "редактор субтитров",
        "ondertiteld door", "ondertiteling", "titulky vytvořil", "altyazı m k", "amara org",
    ]

    private static let phrases = [
        "you", "bye", "bye bye", "thank you", "thank you so much", "thank you very much", "thanks",
        "thank you for watching", "thank you for watching this video", "thank you so much for watching",
        "thank you very much for watching", "thanks for watching", "thanks for watching the video",
        "thank you for listening", "thanks for listening", "thank you for your attention", "please subscribe",
        "please subscribe to my channel", "please subscribe to the channel", "like and subscribe",
        "please like and subscribe", "don't forget to subscribe", "don't forget to like and subscribe",
        "subscribe to my channel", "see you next time", "see you in the next video", "see you in the next one",
        "i'll see you in the next video", "i'll see you next time", "we'll be right back",
        "and we'll see you next time",
        "have a great day", "the end", "music", "applause", "silence", "blank audio", "inaudible",
        "vielen dank", "vielen dank fürs zuschauen", "vielen dank für's zuschauen", "danke fürs zuschauen",
        "danke für's zuschauen", "bis zum nächsten mal", "tschüss", "danke", "das war's", "copyright wdr 2021",
        "merci", "merci beaucoup", "merci d'avoir regardé", "merci d'avoir regardé cette vidéo", "au revoir",
        "abonnez vous", "à bientôt", "n'oubliez pas de vous abonner",
        "gracias", "muchas gracias", "gracias por ver", "gracias por ver el video", "gracias por ver el vídeo",
        "suscríbete", "suscríbete al canal", "hasta la próxima", "¡suscríbete!",
        "grazie", "grazie per la visione", "grazie a tutti", "grazie per aver guardato il video",
        "iscrivetevi al canale",
        "obrigado", "obrigada", "obrigado por assistir", "obrigada por assistir", "inscreva se no canal",
        "e aí", "tchau", "até a próxima",
        "bedankt", "bedankt voor het kijken", "dank je wel", "tot de volgende keer",
        "dziękuję", "dziękuję za uwagę", "dziękuję za oglądanie", "dzięki za oglądanie", "do zobaczenia",
        "спасибо", "спасибо за просмотр", "спасибо за внимание", "продолжение следует", "подписывайтесь на канал",
        "до новых встреч", "дякую за перегляд", "дякую", "tack", "tack för att ni tittade", "tack till er som tittat",
        "takk for at du så på", "tak fordi du så med", "kiitos", "kiitos kun katsoit", "děkuji", "děkuji za pozornost",
        "teşekkürler", "izlediğiniz için teşekkür ederim", "izlediğiniz için teşekkürler", "abone ol",
        "ご視聴ありがとうございました", "ありがとうございました", "最後までご視聴いただきありがとうございます", "おやすみなさい",
        "チャンネル登録お願いします", "请不吝点赞", "谢谢观看", "谢谢大家", "感谢观看", "謝謝觀看", "謝謝大家", "字幕由", "字幕志愿者",
        "시청해주셔서 감사합니다", "시청해 주셔서 감사합니다", "감사합니다", "구독과 좋아요 부탁드립니다", "다음 영상에서 만나요",
        "شكرا", "شكرا لكم", "شكرا على المشاهدة", "اشتركوا في القناة", "ترجمة نانسي قنقر",
        "धन्यवाद", "cảm ơn các bạn đã theo dõi", "hãy subscribe cho kênh", "terima kasih", "terima kasih telah menonton",
    ]
}
