import BehestWorkflow
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BehestAgents

/// What the shell agent makes of programs that run confined.
@Suite(.timeLimit(.minutes(10)))
struct ConfinedShellAgentTests {
    static let tiers = ConfinedPlace.tiers

    @Test(arguments: tiers)
    func endsAreToldAsWithoutALauncher(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let agent = place.agent()
        let failed = try await agent.perform(place.assignment(["sh", "-c", "echo out; echo one >&2; exit 3"]))
        #expect(failed.outputs["exit-code"] == 3)
        #expect(failed.failure == "'sh' exited with code 3:\none")
        let killed = try await agent.perform(place.assignment(["sh", "-c", "kill -9 $$"]))
        #expect(killed.failure == "'sh' was ended by signal 9 and said nothing.")
        let missing = await #expect(throws: AgentError.self) { try await agent.perform(place.assignment(["no-such"])) }
        #expect(
            missing?.message == "Could not find the program 'no-such'. Install it, or correct its name in the pack."
        )
        let text = await #expect(throws: AgentError.self) { try await agent.perform(place.assignment(["/etc/passwd"])) }
        #expect(text?.message == "Could not run '/etc/passwd': Permission denied.")
    }

    @Test(arguments: tiers)
    func aPathCountsFromTheWorkspace(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        #expect(
            try await place.output(of: "printf '#!/bin/sh\\npwd' > a.sh && chmod +x a.sh && ./a.sh") == place.workspace
        )
        let result = try await place.agent().perform(place.assignment(["./a.sh"]))
        #expect(result.outputs["stdout"] == .string(place.workspace))
    }

    @Test func outputIsToldWhileItIsWritten() async throws {
        let place = try ConfinedPlace(.landlock)
        let told = Mutex<[AgentEvent]>([])
        let events = AgentEvents { event in told.withLock { $0.append(event) } }
        // It waits for a file that is made once the first line was told.
        let release = "\(place.workspace)/go"
        let releasing = AgentEvents { event in
            events.report(event)
            _ = FileManager.default.createFile(atPath: release, contents: nil)
        }
        let script = "echo first; while [ ! -e go ]; do sleep 0.01; done; echo last; printf 'a\\377\\303' >&2"
        let result = try await place.agent().perform(place.assignment(["sh", "-c", script]), events: releasing)
        #expect(result.outputs["stdout"] == "first\nlast")
        let output = told.withLock { $0 }
        #expect(output.first == .output("first\n"))
        #expect(output.contains(.output("last\n")))
        let errors = output.compactMap { if case .errorOutput(let text) = $0 { text } else { nil } }.joined()
        #expect(errors == "a\u{FFFD}\u{FFFD}")
    }

    @Test func charactersAreNotCutInTwo() async throws {
        let place = try ConfinedPlace(.landlock)
        let told = Mutex("")
        let events = AgentEvents { event in
            if case .output(let text) = event { told.withLock { $0 += text } }
        }
        let script = "import sys\nfor i in range(9000): sys.stdout.buffer.write('aé€😀'.encode()); sys.stdout.flush()"
        _ = try await place.agent().perform(place.assignment(["python3", "-c", script]), events: events)
        #expect(told.withLock { $0 } == String(repeating: "aé€😀", count: 9000))
    }

    @Test func aFloodIsKeptInPart() async throws {
        let place = try ConfinedPlace(.landlock)
        let script = "echo first; head -c 100000000 /dev/zero | tr '\\0' 'x'; echo; echo last"
        let count = Mutex(0)
        let events = AgentEvents { event in
            if case .output(let text) = event { count.withLock { $0 += text.utf8.count } }
        }
        let result = try await place.agent().perform(place.assignment(["sh", "-c", script]), events: events)
        let text = try #require(result.outputs["stdout"]?.text)
        #expect(text.hasPrefix("first\nxxx"))
        #expect(text.hasSuffix("xxx\nlast"))
        #expect(text.utf8.count < 140_000)
        #expect(count.withLock { $0 } == 100_000_012)
    }

    @Test(arguments: tiers)
    func secretsAreGivenAndGetNowhere(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let secrets = SecretStore(
            ["TOKEN": .environment("OUTER_TOKEN")],
            environment: ["OUTER_TOKEN": "hunter2-horse"]
        )
        let told = Mutex("")
        let events = AgentEvents { event in
            switch event {
            case .output(let text), .errorOutput(let text): told.withLock { $0 += text }
            default: break
            }
        }
        let script =
            "echo \"$TOKEN\"; printf %s \"$TOKEN\" | base64; echo \"${#TOKEN} $OUTER_TOKEN\"; echo \"$TOKEN\" >&2; exit 1"
        let assignment = place.assignment(["sh", "-c", script], Permissions(secrets: ["TOKEN"]))
        let result = try await place.agent(secrets: secrets).perform(assignment, events: events)
        #expect(result.outputs["stdout"] == "[left out]\n[left out]\n13 ")
        #expect(result.failure == "'sh' exited with code 1:\n[left out]")
        #expect(!told.withLock { $0 }.contains("hunter2"))
        let unnamed = try await place.agent(secrets: secrets).perform(
            place.assignment(["sh", "-c", "echo \"[$TOKEN]\""])
        )
        #expect(unnamed.outputs["stdout"] == "[]")
        let error = await #expect(throws: AgentError.self) {
            try await place.agent().perform(place.assignment(["true"], Permissions(secrets: ["TOKEN"])))
        }
        #expect(
            error?.message
                == "There is no secret 'TOKEN'. Say where it comes from as 'TOKEN' under 'secrets' in the configuration."
        )
    }

    @Test func whatRequiresConfinementIsRefusedWithoutIt() async throws {
        let place = try ConfinedPlace(.landlock)
        let assignment = place.assignment(["touch", "made"], Permissions(sandbox: .required))
        for agent in [ShellAgent(), ShellAgent(finder: SandboxFinder(launcher: nil, environment: [:]))] {
            await #expect(throws: AgentError.self) { try await agent.perform(assignment) }
        }
        let agent = ShellAgent(finder: SandboxFinder(launcher: nil, environment: [:]))
        let error = await #expect(throws: AgentError.self) { try await agent.perform(place.assignment(["true"])) }
        #expect(
            error?.message
                == "'true' was not run, because it cannot be confined: its program 'behest-confine' is not beside 'behest'. "
                + "Install both, or build them with scripts/behest."
        )
        let free = place.assignment(["true"], Permissions(sandbox: Permissions.Sandbox.none))
        #expect(try await agent.perform(free).failure == nil)
        let sandbox = Sandbox(
            launcher: "/l",
            offers: Sandbox.Offers(filter: true),
            places: SandboxPlaces(environment: [:], own: [])
        )
        let confinement = Confinement(
            sandbox: sandbox,
            permissions: assignment.permissions,
            workspace: place.workspace,
            scratch: "/tmp"
        )
        #expect(throws: AgentError.self) { try confinement.arguments(running: ["a"], in: "/", grace: .zero) }
        #expect(!place.has("made"))
        #expect(try await place.agent().perform(assignment).failure == nil)
    }
}
