/// The slots that every pack may use without defining a list for them: numbers, durations, dates and the like.
///
/// They are written as packs are, one for each language: a rule for each slot, over lists that all packs share. So they are matched
/// word for word, by sound, and by the decoder like everything else. What is said for the parts of a slot is folded
/// into one value afterwards, by the ``SlotComposer``, which also knows what day it is.
public enum BuiltInSlots {
    /// Their names.
    ///
    /// A pack's own list of the same name takes the place of one.
    public static let names = [
        "number", "ordinal", "duration", "date", "time", "date_time", "letters", "issue_number",
    ]

    /// What the names of their lists begin with, which tells these from a pack's own.
    static let listPrefix = "#"

    /// Whether the slots are known in a language such as `en`.
    public static func areKnown(in language: String) -> Bool {
        reading(for: language)?.pack != nil
    }

    /// The rules and lists of a language, as they were read; `nil` if it has none yet.
    package static func reading(for language: String) -> GrammarPack.Reading? {
        switch language.lowercased().prefix(while: { $0.isLetter }) {
        case "en": english
        default: nil
        }
    }

    private static let english = read(EnglishSlots.pack)

    private static func read(_ text: String) -> GrammarPack.Reading {
        GrammarPack.read(PackDocument(text: text, file: "built-in slots"), as: .lists)
    }
}
