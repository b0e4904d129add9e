import BehestFakes
import BehestTransport
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// Every agent that talks to a server, through everything that goes wrong between the two: one effect, nothing lost, a
/// clear sentence.
@Suite(.timeLimit(.minutes(10)))
struct NetworkAgentFaultTests {
    /// An agent, and how often the effect of its task was made.
    enum Adapter: String, CaseIterable, Sendable {
        case github, gitlab, forgejo, webhook

        /// The agent as it is after a restart: nothing of one before is left in it.
        func agent(_ served: ServedForge, timeout: Duration = .seconds(30)) throws -> any Agent {
            let kind: ForgeSettings.Kind
            switch self {
            case .github: kind = .github
            case .gitlab: kind = .gitlab
            case .forgejo: kind = .forgejo
            case .webhook:
                let address = try HTTPAddress("\(served.address)/hooks/ci")
                return WebhookAgent(["ci": WebhookDestination(address: address, signing: .none)], environment: [:])
            }
            return try served.tracker(kind, timeout: timeout)
        }

        var assignment: Assignment {
            if self == .webhook { return .said("webhook/send", ["to": "ci", "event": "note"], from: .pack) }
            return .said("tracker/create", ["title": "The clock is slow"])
        }

        /// A receiver tells the same event by its identifier, as its standard has it.
        func effects(_ served: ServedForge) -> Int {
            guard self == .webhook else { return served.issues.count }
            return Set((served.forge.contents["hooks"].elements ?? []).map { $0["headers"]["webhook-id"] }).count
        }

        /// How often something has reached the server that has an effect.
        func arrivals(_ served: ServedForge) -> Int {
            self == .webhook ? (served.forge.contents["hooks"].elements ?? []).count : served.issues.count
        }
    }

    /// What goes wrong.
    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        var change: @Sendable (inout FakeFaults) -> Void
        /// Whether who only wants to know that it has arrived is none the wiser by the answer.
        var isNoMatterToSenders = false
        /// Whether it stays until it is mended.
        var lasts = false

        var testDescription: String { name }
    }

    static let faults: [Fault] = [
        Fault(name: "429") { ($0.limited, $0.retryAfter) = (1, 1) },
        Fault(name: "500", change: { ($0.failure, $0.every) = (500, 2) }, lasts: true),
        Fault(name: "502", change: { ($0.failure, $0.every) = (502, 2) }, lasts: true),
        Fault(name: "503", change: { ($0.failure, $0.every) = (503, 3) }, lasts: true),
        Fault(name: "garbage", change: { $0.garbage = 2 }, isNoMatterToSenders: true),
        Fault(name: "half an answer", change: { $0.halfAnswers = 2 }, isNoMatterToSenders: true),
        Fault(name: "a lost answer") { $0.loseAnswers = 2 },
        Fault(
            name: "all at once",
            change: { ($0.loseAnswers, $0.halfAnswers, $0.garbage) = (1, 1, 1) },
            isNoMatterToSenders: true
        ),
    ]

    @Test(arguments: Adapter.allCases, faults)
    func theEffectIsMadeOnce(_ adapter: Adapter, _ fault: Fault) async throws {
        try await ServedForge.serving { served in
            served.fail(fault.change)
            var failures: [AgentError] = []
            var result: AgentResult?
            while result == nil, failures.count < 12 {
                do {
                    // A new one each time: whoever was at it before may have been killed.
                    result = try await adapter.agent(served).perform(adapter.assignment)
                } catch let error as AgentError {
                    failures.append(error)
                    // What fails at the same place each time gets no further until it is well again.
                    if fault.lasts, failures.count == 3 { served.forge.set(FakeFaults()) }
                }
            }
            let done = try #require(result, "\(failures)")
            #expect(done.failure == nil)
            #expect(adapter.effects(served) == 1)
            for failure in failures {
                guard case .passing = failure.kind else {
                    Issue.record("\(failure.message) does not pass")
                    continue
                }
                #expect(failure.message.hasSuffix("."), "a sentence: \(failure.message)")
                #expect(failure.message.contains("127.0.0.1") || failure.message.count > 30)
                #expect(!failure.message.contains(ServedForge.token))
            }
            if !fault.lasts, !(fault.isNoMatterToSenders && adapter == .webhook) { #expect(!failures.isEmpty) }
            // And once more, as a worker does that has not recorded it.
            served.forge.set(FakeFaults())
            _ = try await adapter.agent(served).perform(adapter.assignment)
            #expect(adapter.effects(served) == 1)
        }
    }

    @Test(arguments: Adapter.allCases)
    func whoIsCancelledInTheMiddleStopsAtOnceAndGoesOnLater(_ adapter: Adapter) async throws {
        try await ServedForge.serving { served in
            served.fail { $0.hang = 1 }
            let agent = try adapter.agent(served)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await agent.perform(adapter.assignment) }
                while adapter.arrivals(served) == 0 { try await Task.sleep(for: .milliseconds(2)) }
                let clock = ContinuousClock()
                let elapsed = await clock.measure {
                    group.cancelAll()
                    await #expect(throws: CancellationError.self) { try await group.next() }
                }
                // An agent that waited for the answer would wait for half a minute.
                #expect(elapsed < .seconds(15))
            }
            #expect(try await adapter.agent(served).perform(adapter.assignment).failure == nil)
            #expect(adapter.effects(served) == 1)
        }
    }

    @Test(arguments: Adapter.allCases)
    func aServerThatIsGoneIsComeBackTo(_ adapter: Adapter) async throws {
        try await ServedForge.serving { served in
            let gone = ServedForge(
                forge: served.forge,
                address: "http://127.0.0.1:\(try LocalServer.freePort())"
            )
            let error = try #require(
                await #expect(throws: AgentError.self) { try await adapter.agent(gone).perform(adapter.assignment) }
            )
            #expect(error.kind == .passing(retryAfter: nil))
            #expect(error.message.contains("127.0.0.1") && error.message.hasSuffix("."))
            #expect(adapter.effects(served) == 0)
            _ = try await adapter.agent(served).perform(adapter.assignment)
            #expect(adapter.effects(served) == 1)
        }
    }
}
