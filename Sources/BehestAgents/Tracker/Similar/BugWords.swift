/// The words of bug reports: which say nothing, which mean the same, and which many reports have.
enum BugWords {
    /// A word as it counts.
    struct Word: Hashable, Sendable {
        /// What is left of the word without its endings, or the name of its group.
        var stem: String
        /// How much it says about which bug is meant, from 0 to 1.
        var weight: Double
        /// The word as it was written.
        var token: String

        /// What the bug does, if the word says so: a bit for each group of such words.
        var symptom: UInt16 { symptoms.firstIndex(of: stem).map { 1 << $0 } ?? 0 }
    }

    /// What a bug does, and where, says less about which bug it is than the thing it does it to.
    static let commonWeight = 0.5

    /// The words of a text in their order, without those that say nothing.
    static func words(of text: String) -> [Word] {
        tokens(of: text).compactMap(word)
    }

    /// A word as it counts; `nil` when it says nothing.
    static func word(_ token: String) -> Word? {
        if stopWords.contains(token) { return nil }
        if let group = groups[token] { return Word(stem: group, weight: commonWeight, token: token) }
        let stem = Stem.of(token)
        if let group = stemGroups[stem] { return Word(stem: group, weight: commonWeight, token: token) }
        return Word(stem: stem, weight: 1, token: token)
    }

    /// The words in small letters, without signs; a dash or a point parts words, an apostrophe does not.
    static func tokens(of text: String) -> [String] {
        text.utf8.allSatisfy { $0 < 128 } ? plainTokens(of: text.utf8) : tokens(ofAnyLanguage: text)
    }

    private static func plainTokens(of text: String.UTF8View) -> [String] {
        var tokens: [String] = []
        var token: [UInt8] = []
        func end() {
            if token.last == UInt8(ascii: ".") { token.removeLast() }
            if !token.isEmpty { tokens.append(String(decoding: token, as: UTF8.self)) }
            token.removeAll(keepingCapacity: true)
        }
        for byte in text {
            switch byte {
            case 65...90: token.append(byte + 32)
            case 48...57, 97...122: token.append(byte)
            // "6.3" is one number; a full stop after one is taken off at its end.
            case UInt8(ascii: ".") where token.last.map { (48...57).contains($0) } ?? false: token.append(byte)
            case UInt8(ascii: "'"): break
            default: end()
            }
        }
        end()
        return tokens
    }

    private static func tokens(ofAnyLanguage text: String) -> [String] {
        var tokens: [String] = []
        var token = ""
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                token.unicodeScalars.append(scalar)
            } else if scalar == ".", token.last?.isNumber == true {
                token.append(".")
            } else if scalar != "'", scalar != "’" {
                tokens.append(token)
                token = ""
            }
        }
        tokens.append(token)
        return tokens.map { $0.last == "." ? String($0.dropLast()) : $0 }.filter { !$0.isEmpty }
    }

    private static let stopWords: Set<String> = Set(
        """
        a about after again all also always an and any are as at be because been before being but by can could did do does doing
        done every for from had happen happened happens has have having he her here him his how i if in into is it its just like
        me more most my now of off on once one only or other our out over please really she should so some sometimes somehow
        still such than that thats the their them then there these they thing things this those though through to too under
        until up upon us very via was we were what when whenever where which while who why will with within would you your im
        ive seems seem get gets got getting make makes trying try tries tried use used using even much many lot lots
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )

    /// Words that mean nearly the same in a report of a bug, a group on each line.
    private static let groupLines = """
        crash crashed crashing die dies died dead abort aborts segfault segfaults segmentation panic panics terminate terminates quit quits exit exits collapse trap
        hang hangs hung hanging freeze freezes froze frozen freezing stuck unresponsive stall stalls deadlock deadlocks forever endless endlessly infinite infinitely
        slow slowly slower sluggish lag lags laggy delay delayed takes took ages
        lose loses lost losing loose looses drop drops dropped dropping missing miss misses disappear disappears disappeared vanish vanishes vanished gone swallow swallows eats eaten skip skips skipped forget forgets forgot forgotten cut cuts omit omits omitted
        wrong wrongly incorrect incorrectly bad badly mistaken inaccurate false invalid
        start starts started startup launch launches launched boot boots begin begins
        fail fails failed failing failure ignore ignores ignored ignoring reject rejects rejected refuse refuses refused broken breaks broke break nothing not never cannot cant doesnt dont didnt isnt arent wont wasnt without no work works worked working function functions
        error errors exception exceptions
        twice double doubled doubles duplicate duplicates duplicated repeated repeats
        save saves saved saving store stores stored write writes wrote written writing persist persists
        remove removes removed delete deletes deleted erase erases erased clear clears cleared
        show shows shown showing display displays displayed appear appears appeared visible see render renders rendered
        press presses pressed pressing click clicks clicked clicking tap taps tapped hit hits push
        change changes changed changing edit edits edited update updates updated
        open opens opened opening load loads loaded loading
        close closes closed closing shut shuts
        large larger big bigger huge long longer
        empty blank
        app application program software tool
        page screen window view dialog dialogue panel tab
        button menu icon link
        file files document
        text texts string strings word words
        picture image photo pictures images photos
        login signin logon
        memory ram
        """

    /// The groups of words that say what a bug does.
    private static let symptoms = ["crash", "hang", "slow", "lose", "wrong", "fail", "error", "twice"]

    private static let groups: [String: String] = {
        var groups: [String: String] = [:]
        for line in groupLines.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            for word in words { groups[word] = words[0] }
        }
        return groups
    }()

    private static let stemGroups: [String: String] = {
        var stems: [String: String] = [:]
        for (word, group) in groups where word.utf8.count > 3 { stems[Stem.of(word)] = group }
        return stems
    }()
}
