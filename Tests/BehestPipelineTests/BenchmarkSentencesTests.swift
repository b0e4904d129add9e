import BehestAgents
import BehestGrammar
import BehestPipeline
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

/// The sentences that the benchmark records are what their labels say they are, by the packs of today.
struct BenchmarkSentencesTests {
    private struct Command: Decodable {
        var said: String
        var intent: String
        var slots: [String: String]
        var free: [String: String]?
        /// Whether it speaks of the files and branches of the benchmark's workspace.
        var workspace: Bool?
    }

    private struct NearMiss: Decodable {
        var said: String
        var nearest: String
        var workspace: Bool?
    }

    private let grammar: Grammar

    init() throws {
        let agents = AgentRegistry([LocalTracker(), ShellAgent()]).signatures
        grammar = try #require(PackLibrary.read([Repository.grammars.path], agents: agents).library).grammar
    }

    @Test func commandsAreRead() throws {
        let commands = try Self.lines(of: "commands", as: Command.self)
        #expect(commands.count >= 75)
        for command in commands where command.workspace != true {
            let reading = try #require(grammar.interpret(command.said).first, "'\(command.said)' is not read")
            let slots = Dictionary(reading.slots.map { ($0.name, $0.value.description) }) { first, _ in first }
            #expect(reading.intent == command.intent, "'\(command.said)'")
            #expect(slots == command.slots.merging(command.free ?? [:]) { first, _ in first }, "'\(command.said)'")
        }
    }

    @Test func nearMissesAreNoSentencesButNearOne() throws {
        let nearMisses = try Self.lines(of: "near-misses", as: NearMiss.self)
        #expect(nearMisses.count >= 75)
        for nearMiss in nearMisses where nearMiss.workspace != true {
            #expect(grammar.interpret(nearMiss.said).isEmpty, "'\(nearMiss.said)' is a sentence")
            #expect(!grammar.interpret(nearMiss.nearest).isEmpty, "'\(nearMiss.nearest)' is none")
        }
    }

    private static func lines<Line: Decodable>(of list: String, as type: Line.Type) throws -> [Line] {
        let file = Repository.root.appending(path: "Benchmarks/sentences/\(list).jsonl")
        return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(type, from: Data($0))
        }
    }
}
