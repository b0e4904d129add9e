import BehestWorkflow
import FoundationEssentials
import Synchronization
import Testing

@testable import BehestAgents

/// An agent, with the tasks by which it is tried out.
///
/// What an agent cannot do at all, such as hang where it runs nothing, is `nil`.
struct AgentUnderTest: Sendable {
    /// A task.
    struct Trial: Sendable {
        var assignment: Assignment
        /// The agent under test, as it is configured for this task.
        var agent: any Agent
        /// Whether it is in the middle of its work.
        var hasBegun: @Sendable () -> Bool = { true }
    }

    /// What must be there as long as it is tried out.
    var keeping: any Sendable
    /// Under which name it is tried out.
    var name: String
    /// The workspace.
    var workspace: String
    /// A path that stands in the arguments, the environment or the folder of all its processes.
    var place: String
    /// One that comes to a good end.
    var happy: Trial
    /// How often the effect of ``happy`` has been made; `nil` for an agent that makes none twice by design of its packs.
    var effects: (@Sendable () async throws -> Int)?
    /// One that never ends.
    var hanging: Trial?
    /// One that never ends, and does not end when it is asked to.
    var stubborn: Trial?
    /// One that writes 100 MB and then comes to a good end.
    var flooding: Trial?
    /// One that exits with 0 and has no result.
    var silent: Trial?
    /// One that writes what is no UTF-8, and comes to a good end.
    var invalid: Trial?
    /// One that leaves a process behind, which has left its session and holds its output open.
    var leaving: Trial?
}

/// Checks what every agent promises.
func checkAgent(_ make: () async throws -> AgentUnderTest) async throws {
    try await checkWhatItCan(try await make())
    try await checkGoodEnd(try await make())
    try await checkKey(try await make())
    try await checkCancellation(try await make())
    try await checkOutput(try await make())
}

private func checkWhatItCan(_ agent: AgentUnderTest) async throws {
    let signatures = agent.happy.agent.signatures
    #expect(signatures.contains { $0.name == agent.name })
    #expect(Set(signatures.map(\.name)).count == signatures.count)
    for signature in signatures { #expect(signature.required.isDisjoint(with: signature.optional)) }
    #expect(await agent.happy.agent.health(in: agent.workspace) == .ready)
    await agent.happy.agent.prepare(in: agent.workspace)
    #expect(try await agent.effects?() ?? 0 == 0)
}

private func checkGoodEnd(_ agent: AgentUnderTest) async throws {
    let result = try await agent.happy.agent.perform(agent.happy.assignment)
    #expect(result.failure == nil)
    #expect(!result.summary.isEmpty)
    #expect(!result.outputs.isEmpty)
    #expect(ProcessesOf(agent.place).numbers == [])
    let unnamed = Assignment(
        run: "r",
        task: "r.9",
        step: "empty",
        agent: agent.name,
        idempotencyKey: "r/empty",
        workspace: agent.workspace,
        utterance: .init(text: "")
    )
    await #expect(throws: AgentError.self) { try await agent.happy.agent.perform(unnamed) }
}

/// The same key gives the same effect once, also when the first attempt was given up at any time.
private func checkKey(_ agent: AgentUnderTest) async throws {
    guard let effects = agent.effects else { return }
    for yields in [0, 1, 20] {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = try? await agent.happy.agent.perform(agent.happy.assignment) }
            for _ in 0..<yields { await Task.yield() }
            group.cancelAll()
        }
        #expect(try await effects() <= 1)
    }
    let first = try await agent.happy.agent.perform(agent.happy.assignment)
    let second = try await agent.happy.agent.perform(agent.happy.assignment)
    #expect(first == second)
    #expect(try await effects() == 1)
    #expect(ProcessesOf(agent.place).areGone)
}

private func checkCancellation(_ agent: AgentUnderTest) async throws {
    for trial in [agent.hanging, agent.stubborn].compactMap(\.self) {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { try await trial.agent.perform(trial.assignment) }
            }
            while !trial.hasBegun() { await Task.yield() }
            group.cancelAll()
        }
        #expect(ProcessesOf(agent.place).areGone)
    }
}

private func checkOutput(_ agent: AgentUnderTest) async throws {
    if let flooding = agent.flooding {
        let events = Mutex((count: 0, characters: 0))
        let result = try await flooding.agent.perform(
            flooding.assignment,
            events: AgentEvents { event in
                events.withLock {
                    $0.count += 1
                    if case .text(let text) = event { $0.characters += text.count }
                }
            }
        )
        #expect(result.failure == nil)
        #expect(events.withLock { $0.characters } < 1_000_000)
        #expect(events.withLock { $0.count } < 100_000)
        #expect(result.outputs.values.allSatisfy { $0.json.utf8.count < 1_000_000 })
    }
    if let silent = agent.silent {
        let result = try await silent.agent.perform(silent.assignment)
        #expect(result.failure?.hasSuffix(".") == true)
    }
    if let leaving = agent.leaving {
        _ = try await leaving.agent.perform(leaving.assignment)
        #expect(ProcessesOf(agent.place).areGone)
    }
    if let invalid = agent.invalid {
        let texts = Mutex<[String]>([])
        let result = try await invalid.agent.perform(
            invalid.assignment,
            events: AgentEvents { event in
                if let told = event.told { texts.withLock { $0.append(told) } }
            }
        )
        #expect(result.failure == nil)
        // What was none is repaired, and told as such.
        #expect((texts.withLock { $0.joined() } + result.outputs.values.map(\.json).joined()).contains("\u{FFFD}"))
    }
}
