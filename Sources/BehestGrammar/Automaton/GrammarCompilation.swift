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
    private let speller: (any NumberSpeller)?
    private(set) var lists: [CompiledList] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// How often something was reported, repetitions included.
    private(set) var reportCount = 0
    private var numbers: [ListKey: Int] = [:]
    private var pieces: [String: SpokenText] = [:]
    private var reported: Set<Diagnostic> = []

    init(language: String) {
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

    /// The number of a range's list, which is compiled when it is first used.
    func list(of range: NumberRange) -> Int {
        if let number = numbers[.range(range)] { return number }
        var sequences: [(words: [Int32], value: Int32)] = []
        var values: [CompiledList.Value] = []
        for number in range.numbers {
            for spelling in spellings(of: number, in: range) {
                sequences.append((spelling.map { builder.words.intern($0) }, Int32(values.count)))
            }
            let value = number * (range.multiplier ?? 1)
            let isWhole = range.multiplier == nil && value == value.rounded()
            values.append(CompiledList.Value(out: isWhole ? .integer(Int(value)) : .number(value), context: [:]))
        }
        let name = range.step == 1 ? "\(range.from)..\(range.to)" : "\(range.from)..\(range.to),\(range.step)"
        return add(
            CompiledList(name: name, trie: WordTrie(sequences), values: values, isNumeric: true),
            key: .range(range)
        )
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
        for value in values {
            // The ways to say one value are one value, unless each stands for itself.
            if let out = value.out {
                compiled.append(CompiledList.Value(out: out, others: value.others, context: value.context))
            }
            for text in texts(of: value.template, rule: rule) {
                let words = tokenizer.words(of: text)
                guard !words.isEmpty else { continue }
                if value.out == nil {
                    compiled.append(CompiledList.Value(out: .text(text.trimmingSpaces()), context: value.context))
                }
                sequences.append((words.map { builder.words.intern($0) }, Int32(compiled.count - 1)))
            }
        }
        return add(CompiledList(name: name, trie: WordTrie(sequences), values: compiled, isNumeric: false), key: key)
    }

    private func add(_ list: CompiledList, key: ListKey) -> Int {
        numbers[key] = lists.count
        lists.append(list)
        return lists.count - 1
    }

    /// Every text that a list value stands for.
    private func texts(of template: Template, rule: @escaping (String) -> Template?) -> [String] {
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
            return []
        }
    }

    private func report(_ failure: TemplateExpander.Failure, in template: Template) {
        switch failure {
        case .reported: break
        case .list(let bytes):
            report(
                "nested-list",
                "a list value cannot hold another list",
                at: template.range(of: bytes),
                hint: "name the other list in the sentence"
            )
        case .tooDeep:
            report("nested-too-deep", "the rules of a list value are nested too deep", at: template.node.range)
        case .tooManyTexts:
            report(
                "too-complex",
                "a list value can be said in more than \(TemplateExpander.mostTexts) ways",
                at: template.node.range,
                hint: "write it as several values"
            )
        }
    }
}
