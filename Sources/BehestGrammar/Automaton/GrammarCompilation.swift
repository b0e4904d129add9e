/// What the compilation of all packs shares: the growing graph, the lists, and what was found wrong.
final class GrammarCompilation {
    /// What makes a list the same as another.
    enum ListKey: Hashable {
        case pack(Int, String)
        case block(Int, String)
        case range(NumberRange)
    }

    let builder = AutomatonBuilder()
    let tokenizer: any Tokenizer
    private let language: String
    private let speller: (any NumberSpeller)?
    private(set) var lists: [CompiledList] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// The codes of mistakes that are only warned of.
    var tolerated: Set<String> = []
    /// How often something was reported, repetitions included.
    private(set) var reportCount = 0
    private var numbers: [ListKey: Int] = [:]
    private var pieces: [String: SpokenText] = [:]
    private var reported: Set<Diagnostic> = []

    init(language: String) {
        self.language = language
        tokenizer = WordTokenizer(language: language)
        speller = NumberSpellers.speller(for: language)
    }

    /// Adds a diagnostic, unless it is already there.
    func report(
        _ code: String,
        _ message: String,
        severity: Diagnostic.Severity = .error,
        at range: SourceRange?,
        hint: String? = nil
    ) {
        reportCount += 1
        let severity = tolerated.contains(code) ? .warning : severity
        let diagnostic = Diagnostic(severity, code: code, message, at: range, hint: hint)
        if reported.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }

    /// The words of a piece of a sentence, each text read once.
    func piece(_ text: String) -> SpokenText {
        if let known = pieces[text] { return known }
        let spoken = tokenizer.tokenize(text, isPiece: true)
        pieces[text] = spoken
        return spoken
    }

    /// The most numbers of a range that are written out in a language without a ``NumberSpeller``.
    private static let mostSpelled = 2048

    /// The number of a range's list, which is compiled when it is first used.
    func list(of range: NumberRange) -> Int {
        if let number = numbers[.range(range)] { return number }
        var sequences: [(words: [Int32], value: Int32)] = []
        var values: [CompiledList.Value] = []
        let others = otherSpellings(of: range)
        for (place, number) in range.numbers.enumerated() {
            for words in spellings(of: number, in: range) + (others?[place] ?? []) {
                sequences.append((words.map { builder.words.intern($0) }, Int32(values.count)))
            }
            let value = number * (range.multiplier ?? 1)
            let isWhole = range.multiplier == nil && value == value.rounded()
            values.append(CompiledList.Value(out: isWhole ? .integer(Int(value)) : .number(value), context: [:]))
        }
        let name = range.step == 1 ? "\(range.from)..\(range.to)" : "\(range.from)..\(range.to),\(range.step)"
        return add(
            CompiledList(
                name: name,
                trie: WordTrie(sequences),
                values: values,
                isNumeric: true,
                onlyForm: !range.allowsWords ? .digits : !range.allowsDigits ? .words : nil,
                isComplete: speller != nil || others != nil
            ),
            key: .range(range)
        )
    }

    /// For each number of a range the ways to say it in a language without a ``NumberSpeller``; `nil` if they are too many.
    private func otherSpellings(of range: NumberRange) -> [[[String]]]? {
        let numbers = range.numbers
        guard speller == nil, numbers.count <= Self.mostSpelled else { return nil }
        guard range.allowsWords else { return Array(repeating: [], count: numbers.count) }
        guard let other = RuleBasedSpeller(language: range.wordsLanguage ?? language) else {
            return Array(repeating: [], count: numbers.count)
        }
        var spellings: [[[String]]] = []
        for number in numbers { spellings.append(other.texts(of: number).map { tokenizer.words(of: $0) }) }
        return spellings
    }

    /// The ways to say a number, in words as the tokeniser makes them of digits too.
    private func spellings(of number: Double, in range: NumberRange) -> [[String]] {
        let whole = Int(number.rounded(.down))
        let digits = String(number == number.rounded() ? String(whole) : String(number))
        guard let speller else { return [tokenizer.words(of: digits)] }
        let spellings = speller.spellings(of: whole)
        guard number != Double(whole) else { return spellings }
        let tenth = Int(((number - Double(whole)) * 10).rounded())
        return spellings.map { $0 + [speller.decimalPoint] + speller.spellings(of: tenth)[0] }
    }

    /// The number of a list of words, which is compiled when it is first used.
    func list(
        _ key: ListKey,
        name: String,
        values: [GrammarList.Value],
        rule: @escaping (String) -> Template?
    ) -> Int {
        if let number = numbers[key] { return number }
        var sequences: [(words: [Int32], value: Int32)] = []
        var compiled: [CompiledList.Value] = []
        var isComplete = true
        for value in values {
            // The ways to say one value are one value, unless each stands for itself.
            if let out = value.out {
                compiled.append(CompiledList.Value(out: out, others: value.others, context: value.context))
            }
            let texts = texts(of: value.template, rule: rule)
            isComplete = isComplete && texts != nil
            for text in texts ?? [] {
                let words = tokenizer.words(of: text)
                guard !words.isEmpty else { continue }
                if value.out == nil {
                    let out = SlotValue.text(text.trimmingSpaces())
                    compiled.append(CompiledList.Value(out: out, context: value.context, isAsSaid: true))
                }
                sequences.append((words.map { builder.words.intern($0) }, Int32(compiled.count - 1)))
            }
        }
        return add(
            CompiledList(
                name: name,
                trie: WordTrie(sequences),
                values: compiled,
                isNumeric: false,
                isComplete: isComplete
            ),
            key: key
        )
    }

    private func add(_ list: CompiledList, key: ListKey) -> Int {
        numbers[key] = lists.count
        lists.append(list)
        return lists.count - 1
    }

    /// Every text that a list value stands for; `nil` if they cannot be written out.
    private func texts(of template: Template, rule: @escaping (String) -> Template?) -> [String]? {
        if case .text(let text) = template.root.kind { return [text] }
        var expander = TemplateExpander { [self] name, part throws(TemplateExpander.Failure) in
            if let body = rule(name) { return body.root }
            report("unknown-rule", "there is no expansion rule '\(name)'", at: template.range(of: part.bytes))
            throw .reported
        }
        do throws(TemplateExpander.Failure) {
            return try expander.texts(of: template.root)
        } catch {
            report(error, in: template)
            return nil
        }
    }

    private func report(_ failure: TemplateExpander.Failure, in template: Template) {
        switch failure {
        case .reported: break
        case .list(let bytes):
            report(
                "nested-list",
                "a list value with another list in it is not found by sound",
                severity: .warning,
                at: template.range(of: bytes),
                hint: "name the other list in the sentence"
            )
        case .tooDeep:
            report(
                "nested-too-deep",
                "the rules of a list value are nested too deep for it to be found by sound",
                severity: .warning,
                at: template.node.range
            )
        case .tooManyTexts:
            report(
                "too-complex",
                "a list value that can be said in more than \(TemplateExpander.mostTexts) ways is not found by sound",
                severity: .warning,
                at: template.node.range,
                hint: "write it as several values"
            )
        }
    }
}
