internal import CICU

/// Says numbers in any language that the Unicode locale data have rules for, in all their genders and cases.
///
/// The rules come with ICU itself, so nothing is read from disk.
@safe struct RuleBasedSpeller: ~Copyable {
    private let handle: UnsafeMutableRawPointer
    private let ruleSets: [[UInt16]]
    private let language: String

    /// Makes the speller of a language such as `de` or `zh-HK`; `nil` if there are no rules for it.
    init?(language: String) {
        let locale = String(language.map { $0 == "-" ? "_" : $0 })
        guard let handle = unsafe icu_speller_open(locale) else { return nil }
        unsafe self.handle = handle
        self.language = language
        ruleSets = unsafe Self.ruleSets(of: handle)
    }

    deinit {
        unsafe icu_speller_close(handle)
    }

    /// The ways to say a number, none twice.
    func texts(of number: Double) -> [String] {
        var texts: [String] = []
        func add(_ text: String) {
            if !text.isEmpty, !texts.contains(text) { texts.append(text) }
        }
        for ruleSet in ruleSets {
            guard unsafe icu_speller_choose(handle, ruleSet, Int32(ruleSet.count)) != 0 else { continue }
            let units = unsafe Self.take(upTo: 512) { unsafe icu_speller_spell(handle, number, $0, $1) }
            // Soft hyphens only say where a line may break.
            let text = String(decoding: units.filter { $0 != 0xAD }, as: UTF16.self)
            // What cannot be spelled is written in digits.
            guard !text.unicodeScalars.contains(where: { ScalarClass.isDigit($0.value) }) else { continue }
            add(text)
            // Some rules leave a space behind, which need not be there a second time before the next word.
            if text.hasSuffix(" ") { add(String(text.dropLast())) }
            for text in corrections(of: text) { add(text) }
        }
        return texts
    }

    /// The text as other editions of the rules have it: after each of the corrections that apply to it.
    private func corrections(of text: String) -> [String] {
        var text = text
        return Self.corrections.compactMap { correction in
            guard language == correction.language || language.hasPrefix(correction.language + "-") else { return nil }
            text = text.replacing(correction.old, with: correction.new)
            return text
        }
    }

    private static let corrections: [(language: String, old: String, new: String)] = [
        ("cs", "jedna tisíc", "tisíc"), ("cs", "dvě tisíc", "dva tisíc"), ("id", "kosong", "nol"),
        ("id", "titik", "koma"),
        ("ko", "영점", "공점"), ("ro", "una sută", "o sută"), ("ro", "una mie", "o mie"), ("sk", "jednasto", "sto"),
        ("sk", "jedna tisíc", "tisíc"), ("sk", "dve tisíc", "dve tisíce"), ("sk", "tri tisíc", "tri tisíce"),
        ("sk", "štyri tisíc", "štyri tisíce"), ("sl", "dvaset", "dvajset"), ("sl", "dvjesto", "dvesto"),
        ("sl", "štrinajst", "štirinajst"), ("sl", "asemnajst", "osemnajst"), ("sl", "tisuću", "tisoč"),
        ("sl", "dvije tisuće", "dva tisoč"), ("sl", "tisuće", "tisoč"), ("sr", "једна хиљаду", "хиљаду"),
        ("sr", "две хиљада", "две хиљаде"), ("sr", "три хиљада", "три хиљаде"),
        ("sr", "четири хиљада", "четири хиљаде"),
        ("sr", "jedna hiljadu", "hiljadu"), ("sr", "dve hiljada", "dve hiljade"), ("sr", "tri hiljada", "tri hiljade"),
        ("sr", "četiri hiljada", "četiri hiljade"), ("zh-HK", "叁", "參"), ("zh-HK", "零", "〇"), ("zh-HK", "二百", "兩百"),
        ("zh-HK", "二千", "兩千"),
    ]

    private static func ruleSets(of handle: UnsafeMutableRawPointer) -> [[UInt16]] {
        let units = unsafe take(upTo: 8192) { unsafe icu_speller_rule_sets(handle, $0, $1) }
        return units.split(separator: 0x3B).compactMap { name in
            let text = String(decoding: name, as: UTF16.self)
            let isCardinal = text.hasPrefix("%spellout-cardinal") || text.hasPrefix("%spellout-numbering")
            let isOther = ["ordinal", "year", "verbose"].contains { text.contains($0) }
            return isCardinal && !isOther ? Array(name) : nil
        }
    }

    private static func take(
        upTo capacity: Int,
        _ fill: (UnsafeMutablePointer<UInt16>, Int32) -> Int32
    ) -> [UInt16] {
        unsafe [UInt16](unsafeUninitializedCapacity: capacity) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            count = unsafe Int(fill(start, Int32(capacity)))
        }
    }
}

extension String {
    /// The text with another in place of a part, wherever that stands.
    fileprivate func replacing(_ old: String, with new: String) -> String {
        var result = ""
        var rest = self[...]
        while let first = rest.first {
            if rest.hasPrefix(old) {
                result += new
                rest = rest.dropFirst(old.count)
            } else {
                result.append(first)
                rest.removeFirst()
            }
        }
        return result
    }
}
