/// Rules by which English is read aloud, good enough to compare sounds with.
enum EnglishSpelling {
    /// How a word in lower case is said, in the International Phonetic Alphabet.
    static func pronunciation(of word: String) -> String {
        if let known = exceptions[word] { return known }
        let letters = Array(word.unicodeScalars.filter { $0 != "'" })
        if letters.count == 1, let name = names[String(letters.map { Character($0) })] { return name }
        guard letters.contains(where: { $0.isVowelLetter }) else {
            // "sql" cannot be read and is spelled.
            let spelled = letters.compactMap { names[String($0)] }
            return spelled.isEmpty ? GenericSpelling.pronunciation(of: word) : spelled.joined(separator: " ")
        }
        var ipa = ""
        var place = 0
        while place < letters.count {
            guard let rule = rules(for: letters[place]).first(where: { $0.fits(letters, at: place) }) else {
                ipa += GenericSpelling.pronunciation(of: String(letters[place]))
                place += 1
                continue
            }
            ipa += rule.ipa
            place += rule.letters.count
        }
        return ipa
    }

    private static func rules(for letter: Unicode.Scalar) -> [Rule] {
        rulesByLetter[letter] ?? []
    }

    private static let rulesByLetter: [Unicode.Scalar: [Rule]] = {
        var found: [Unicode.Scalar: [Rule]] = [:]
        for line in table.split(separator: "\n") {
            let columns = line.split(separator: " ")
            guard let first = columns.first?.unicodeScalars.first(where: { $0 != "^" }), columns.count == 2 else {
                continue
            }
            found[first, default: []].append(
                Rule(pattern: String(columns[0]), ipa: columns[1] == "-" ? "" : String(columns[1]))
            )
        }
        return found
    }()

    /// Letters with what they sound like; the first rule that fits counts.
    ///
    /// `^` is the beginning of the word, `$` its end, `+` a
    /// consonant and a final "e", `~` a vowel, `%` a front vowel, after the letters that are read.
    private static let table = """
        augh ɔː
        aigh eɪ
        air ɛɹ
        are$ ɛɹ
        arr æɹ
        ar ɑːɹ
        ai eɪ
        ay eɪ
        au ɔː
        aw ɔː
        all$ ɔːl
        alk ɔːk
        alm ɑːm
        a$ ə
        age$ ɪdʒ
        a+ eɪ
        a æ
        bb b
        mb$ m
        b b
        cch tʃ
        ch tʃ
        ck k
        cc% ks
        cc k
        cia ʃə
        ce$ s
        c% s
        c k
        dge dʒ
        dd d
        d d
        eigh eɪ
        ear ɪɹ
        eer ɪɹ
        err ɛɹ
        er ɚ
        ea iː
        ee iː
        ei iː
        ew uː
        ey$ i
        eu juː
        e+ iː
        ed$ d
        es$ z
        e$ -
        e ɛ
        ff f
        f f
        gg ɡ
        ^gh ɡ
        gh -
        ^gn n
        gn$ n
        ge$ dʒ
        gi% dʒ
        ge dʒ
        g ɡ
        h h
        igh aɪ
        ire$ aɪɚ
        ir ɜː
        ie$ i
        ie iː
        ious iəs
        i+ aɪ
        ind$ aɪnd
        i$ i
        i ɪ
        j dʒ
        ^kn n
        kk k
        k k
        le$ əl
        ll l
        l l
        mm m
        m m
        nn n
        nk ŋk
        ng$ ŋ
        n n
        ough oʊ
        ould ʊd
        ould$ ʊd
        our aʊɚ
        oor ɔːɹ
        ore ɔːɹ
        or ɔːɹ
        oa oʊ
        oo uː
        oi ɔɪ
        oy ɔɪ
        ou aʊ
        ow$ oʊ
        ow aʊ
        old oʊld
        ost$ oʊst
        o$ oʊ
        o+ oʊ
        o ɑː
        ph f
        pp p
        ^ps s
        p p
        qu kw
        que$ k
        q k
        rr ɹ
        r ɹ
        sch sk
        ssion ʃən
        sion ʒən
        sure ʒɚ
        sh ʃ
        sc% s
        ss s
        s$ z
        s s
        tion ʃən
        ture tʃɚ
        tch tʃ
        th θ
        tia ʃə
        tt t
        t t
        ur ɜː
        ui uː
        ue uː
        u+ uː
        u ʌ
        v v
        ^wr ɹ
        ^wh w
        wh w
        w w
        ^x z
        x ks
        ^y j
        y~ j
        yr ɚ
        y+ aɪ
        y$ i
        y ɪ
        zz z
        z z
        """

    private static let names: [String: String] = [
        "a": "eɪ", "b": "biː", "c": "siː", "d": "diː", "e": "iː", "f": "ɛf", "g": "dʒiː", "h": "eɪtʃ", "i": "aɪ",
        "j": "dʒeɪ", "k": "keɪ", "l": "ɛl", "m": "ɛm", "n": "ɛn", "o": "oʊ", "p": "piː", "q": "kjuː", "r": "ɑːɹ",
        "s": "ɛs", "t": "tiː", "u": "juː", "v": "viː", "w": "dʌbəljuː", "x": "ɛks", "y": "waɪ", "z": "ziː",
    ]

    /// Words that are said often and not as they are spelled.
    private static let exceptions: [String: String] = [
        "a": "ə", "the": "ðə", "one": "wʌn", "two": "tuː", "four": "fɔːɹ", "eight": "eɪt", "of": "ʌv", "to": "tuː",
        "do": "duː", "does": "dʌz", "done": "dʌn", "what": "wʌt", "who": "huː", "is": "ɪz", "was": "wʌz", "are": "ɑːɹ",
        "were": "wɜː", "have": "hæv", "has": "hæz", "give": "ɡɪv", "some": "sʌm", "come": "kʌm", "said": "sɛd",
        "says": "sɛz", "you": "juː", "your": "jɔːɹ", "this": "ðɪs", "that": "ðæt", "then": "ðɛn", "there": "ðɛɹ",
        "their": "ðɛɹ", "they": "ðeɪ", "with": "wɪð", "want": "wɑːnt", "any": "ɛni", "many": "mɛni", "for": "fɔːɹ",
        "from": "fɹʌm", "be": "biː", "he": "hiː", "she": "ʃiː", "we": "wiː", "me": "miː", "my": "maɪ", "by": "baɪ",
        "i": "aɪ", "i'd": "aɪd", "i'm": "aɪm", "don't": "doʊnt", "can't": "kænt", "as": "æz", "put": "pʊt",
        "no": "noʊ", "go": "ɡoʊ", "so": "soʊ", "live": "lɪv", "move": "muːv", "water": "wɔːtɚ", "live's": "lɪvz",
    ]

    /// Letters with what stands around them.
    private struct Rule {
        var letters: [Unicode.Scalar] = []
        var ipa: String
        private var isFirst = false
        private var after: Unicode.Scalar?

        init(pattern: String, ipa: String) {
            self.ipa = ipa
            for scalar in pattern.unicodeScalars {
                switch scalar {
                case "^": isFirst = true
                case "$", "+", "~", "%": after = scalar
                default: letters.append(scalar)
                }
            }
        }

        func fits(_ word: [Unicode.Scalar], at place: Int) -> Bool {
            let end = place + letters.count
            guard !isFirst || place == 0, end <= word.count, word[place..<end].elementsEqual(letters) else {
                return false
            }
            let rest = word[end...]
            switch after {
            case "$": return rest.isEmpty
            case "~": return rest.first?.isVowelLetter ?? false
            case "%": return rest.first.map { "eiy".unicodeScalars.contains($0) } ?? false
            case "+":
                // "make", "makes", "maker".
                guard rest.count >= 2, let first = rest.first, !first.isVowelLetter, first != "x" else { return false }
                return rest.dropFirst().first == "e" && rest.count <= 3
            default: return true
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isVowelLetter: Bool {
        "aeiouy".unicodeScalars.contains(self)
    }
}
