internal import ArgumentParser
internal import BehestGrammar
internal import FoundationEssentials

/// `behest grammar time`: how long a grammar takes to be read, compiled and matched.
struct GrammarTime: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "time",
        abstract: "Measure how long a grammar takes.",
        discussion: """
            Writes JSON lines: first the seconds that reading and compiling the files took and how large the grammar is; then for \
            each case, in order, its intent (null for none), its slots, and the microseconds that it took, as the median of \
            the rounds.

            With --by-sound the cases are matched by their sound, and the first line also tells how long it took to find out how \
            the grammar's words sound (pronounceSeconds); espeak-ng's answers are kept from one start to the next.
            """
    )

    @Argument(help: ArgumentHelp("Pack files; they make one grammar.", valueName: "file"))
    var files: [String]

    @Option(name: .long, help: ArgumentHelp("Files with lists that the packs use.", valueName: "file"))
    var lists: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("Cases as JSON lines, with 'text' and, if need be, 'context'.", valueName: "file")
    )
    var cases: String?

    @Option(name: .long, help: ArgumentHelp("How often each case is matched.", valueName: "number"))
    var rounds = 11

    @Flag(name: .long, help: "Match by sound rather than by words.")
    var bySound = false

    func validate() throws {
        guard rounds > 0 else { throw ValidationError("--rounds wants a number above zero.") }
    }

    func run() async throws {
        try await reporting {
            let cases = try cases.map { try Self.cases(in: $0) } ?? []
            let clock = ContinuousClock()
            let start = clock.now
            var packs: [GrammarPack] = []
            let lists = try self.lists.map { try Self.pack($0, as: .lists) }
            for file in files {
                var pack = try Self.pack(file, as: .pack)
                for list in lists { pack.merge(listsOf: list) }
                packs.append(pack)
            }
            let read = clock.now
            let grammar = try Grammar(compiling: packs)
            let compiled = clock.now
            let pronouncer = Assembly().pronouncer
            let sounds = bySound ? await SoundIndex(grammar: grammar, pronouncer: pronouncer) : nil
            try Self.write(
                Size(
                    readSeconds: (read - start).seconds,
                    compileSeconds: (compiled - read).seconds,
                    pronounceSeconds: bySound ? (clock.now - compiled).seconds : nil,
                    sentences: grammar.sentenceCount,
                    states: grammar.stateCount,
                    arcs: grammar.arcCount,
                    words: grammar.wordCount
                )
            )
            let timings = await Self.timings(of: cases, rounds: rounds) { each in
                let context = each.context ?? [:]
                guard let sounds else { return grammar.matches(of: each.text, context: context).first }
                return await sounds.readings(of: each.text, by: pronouncer, context: context).first?.match
            }
            for timed in timings { try Self.write(timed) }
        }
    }

    /// Every case once a round, so that a disturbance does not meet one case alone.
    private static func timings(
        of cases: [Case],
        rounds: Int,
        match: (Case) async -> Match?
    ) async -> [Timing] {
        let clock = ContinuousClock()
        var found: [Match?] = []
        var times: [[Duration]] = Array(repeating: [], count: cases.count)
        for round in 0..<rounds {
            for (index, each) in cases.enumerated() {
                let start = clock.now
                let best = await match(each)
                times[index].append(clock.now - start)
                if round == 0 { found.append(best) }
            }
        }
        return zip(found, times).map { match, times in
            Timing(
                intent: match?.interpretation.intent,
                slots: match?.formatSlots ?? [:],
                microseconds: times.sorted()[times.count / 2].seconds * 1_000_000
            )
        }
    }

    private static func pack(_ path: String, as purpose: GrammarPack.Purpose) throws -> GrammarPack {
        let document = PackDocument(bytes: Array(try contents(of: path)), file: path)
        let reading = GrammarPack.read(document, as: purpose)
        guard let pack = reading.pack else {
            throw ValidationError("The file '\(path)' cannot be used: see its mistakes with 'behest grammar check'.")
        }
        return pack
    }

    private static func cases(in path: String) throws -> [Case] {
        let decoder = JSONDecoder()
        return try contents(of: path).split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
            do {
                return try decoder.decode(Case.self, from: line)
            } catch {
                throw ValidationError("Line \(index + 1) of '\(path)' is no case: it wants an object with a 'text'.")
            }
        }
    }

    private static func contents(of path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch {
            throw ValidationError("The file '\(path)' cannot be read: check its name and its permissions.")
        }
    }

    private static func write(_ line: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        StandardOutput.write(String(decoding: try encoder.encode(line), as: UTF8.self))
    }

    private struct Case: Decodable {
        var text: String
        var context: [String: SlotValue]?
    }

    private struct Size: Encodable {
        var readSeconds, compileSeconds: Double
        var pronounceSeconds: Double?
        var sentences, states, arcs, words: Int
    }

    private struct Timing: Encodable {
        var intent: String?
        var slots: [String: SlotValue]
        var microseconds: Double

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            // A case without an intent says so.
            try container.encode(intent, forKey: .intent)
            try container.encode(slots, forKey: .slots)
            try container.encode(microseconds, forKey: .microseconds)
        }

        private enum CodingKeys: CodingKey {
            case intent, slots, microseconds
        }
    }
}
