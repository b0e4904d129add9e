/// Compiles the packs of a grammar one after the other.
struct GrammarCompiler {
    private let compilation: GrammarCompilation
    private let packs: [GrammarPack]
    private(set) var intents: [String] = []
    private(set) var sentences: [Grammar.Sentence] = []
    private(set) var blocks: [Grammar.Block] = []
    private(set) var skipWords: [WordTrie] = []
    private var intentNumbers: [String: Int] = [:]

    init(compilation: GrammarCompilation, packs: [GrammarPack]) {
        self.compilation = compilation
        self.packs = packs
    }

    /// Compiles all packs.
    mutating func compile() {
        for number in packs.indices {
            checkLanguage(of: packs[number])
            RuleChecker(pack: packs[number]).check { compilation.report($0, $1, at: $2) }
            addSkipWords(of: packs[number])
            for intent in packs[number].intents {
                let intentNumber = self.number(of: intent.name)
                for block in intent.blocks { compile(block, intent: intentNumber, pack: number) }
            }
        }
    }

    private func checkLanguage(of pack: GrammarPack) {
        guard let first = packs.first, pack.language != first.language else { return }
        let range = SourceRange(
            file: pack.file,
            start: SourceLocation(line: 1, column: 1),
            end: SourceLocation(line: 1, column: 1)
        )
        compilation.report(
            "mixed-languages",
            "the pack is in '\(pack.language)', but '\(first.file)' is in '\(first.language)'",
            at: range,
            hint: "use packs of one language at a time"
        )
    }

    private mutating func number(of intent: String) -> Int {
        if let number = intentNumbers[intent] { return number }
        intentNumbers[intent] = intents.count
        intents.append(intent)
        return intents.count - 1
    }

    private mutating func addSkipWords(of pack: GrammarPack) {
        let sequences = pack.skipWords.compactMap { node -> (words: [Int32], value: Int32)? in
            let words = compilation.tokenizer.words(of: node.text ?? "")
            return words.isEmpty ? nil : (words.map { compilation.builder.words.intern($0) }, 0)
        }
        skipWords.append(WordTrie(sequences))
    }

    private mutating func compile(_ block: SentenceBlock, intent: Int, pack: Int) {
        let conditions = Grammar.Block(
            slots: block.slots,
            required: block.required,
            excluded: block.excluded,
            keywords: block.keywords.flatMap { compilation.tokenizer.words(of: $0) }.map {
                compilation.builder.words.intern($0)
            },
            keywordTexts: Set(block.keywords.map { $0.unicodeScalars.map { ScalarClass.folded($0.value) } }),
            response: block.response,
            metadata: block.metadata
        )
        let scope = BlockScope(
            compilation: compilation,
            pack: pack,
            of: packs,
            blockNumber: blocks.count,
            block: block,
            conditions: conditions
        )
        blocks.append(conditions)
        for template in block.sentences {
            let isByLetters = compile(template, in: scope)
            sentences.append(
                Grammar.Sentence(
                    intent: intent,
                    block: blocks.count - 1,
                    pack: pack,
                    template: template,
                    isByLetters: isByLetters || packs[pack].ignoresSpaces
                )
            )
        }
    }

    /// Adds a sentence to the automaton, if that can hold it.
    ///
    /// - Returns: Whether it has to be looked for by its letters.
    private func compile(_ template: Template, in scope: BlockScope) -> Bool {
        let builder = compilation.builder
        let number = Int32(sentences.count)
        let start = builder.addStart(ofSentence: number)
        let (stateCount, arcCount, reportCount) = (builder.stateCount, builder.arcs.count, compilation.reportCount)
        var compiler = SentenceCompiler(sentence: number, scope: scope)
        do throws(SentenceCompiler.Failure) {
            // A sentence that names what does not exist may seem to have no words.
            if try compiler.compile(template, from: start), compilation.reportCount == reportCount {
                compilation.report(
                    "empty-sentence",
                    "the sentence may be said without a word, which counts as nothing said",
                    severity: .warning,
                    at: template.node.range,
                    hint: "leave at least one word outside of '[…]'"
                )
            }
            return compiler.isByLetters
        } catch {
            report(error, in: template)
            builder.removeAll(afterState: stateCount, arc: arcCount)
            return true
        }
    }

    private func report(_ failure: SentenceCompiler.Failure, in template: Template) {
        let range = template.node.range
        switch failure {
        case .tooLong:
            compilation.report(
                "too-complex",
                "the sentence is longer than anything that can be said",
                at: range,
                hint: "write it as several sentences"
            )
        case .tooComplex:
            compilation.report(
                "too-complex",
                "a sentence that can be said in so many ways is not found by sound",
                severity: .warning,
                at: range,
                hint: "write it as several sentences"
            )
        case .tooDeep:
            compilation.report(
                "nested-too-deep",
                "the sentence's groups and rules are nested more than \(SentenceCompiler.deepest) deep",
                at: range
            )
        case .tooManyPermuted(let part):
            compilation.report(
                "too-many-permuted",
                "a sentence with more than \(SentenceCompiler.mostPermuted) items in any order is not found by sound",
                severity: .warning,
                at: template.range(of: part.bytes),
                hint: "split the sentence"
            )
        }
    }
}
