/// What is left of an English word without its endings; words of other languages lose as little.
enum Stem {
    /// The stem of a word in small letters, so that "imports", "importing" and "importer" are one.
    static func of(_ word: String) -> String {
        guard word.utf8.count > 3, word.utf8.allSatisfy({ (97...122).contains($0) }) else { return word }
        var letters = Array(word.utf8)
        strip(&letters, "s", unless: ["ss", "us", "is"], least: 3)
        for ending in ["ations", "ation", "ing", "ers", "er", "ors", "or", "ed", "ly", "ment"] {
            if strip(&letters, ending, unless: [], least: 3) { break }
        }
        if letters.count > 3, letters.last == UInt8(ascii: "e") { letters.removeLast() }
        if letters.count > 3, letters.last == UInt8(ascii: "i") { letters[letters.count - 1] = UInt8(ascii: "y") }
        // "stopped" is "stop".
        if letters.count > 3, letters[letters.count - 1] == letters[letters.count - 2] { letters.removeLast() }
        return String(decoding: letters, as: UTF8.self)
    }

    @discardableResult
    private static func strip(_ word: inout [UInt8], _ ending: String, unless others: [String], least: Int) -> Bool {
        let count = ending.utf8.count
        guard word.count - count >= least, word.suffix(count).elementsEqual(ending.utf8) else { return false }
        guard !others.contains(where: { word.suffix($0.utf8.count).elementsEqual($0.utf8) }) else { return false }
        word.removeLast(count)
        return true
    }
}
