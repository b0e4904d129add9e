import BehestWorkflow
import Glibc
import Testing

@testable import BehestAgents

/// What is run instead of a program, in each tier.
struct SandboxTests {
    private static func arguments(
        _ offers: Sandbox.Offers,
        _ permissions: Permissions = Permissions()
    ) throws -> [String] {
        let places = SandboxPlaces(environment: ["HOME": "/nonexistent"], own: [])
        let confinement = Confinement(
            sandbox: Sandbox(launcher: "/l/behest-confine", offers: offers, places: places),
            permissions: permissions,
            workspace: "/w",
            scratch: "/s"
        )
        return try confinement.arguments(running: ["a", "-b"], in: "/w", grace: .milliseconds(1500))
    }

    private static let outer = ["/l/behest-confine", "--parent", "\(getpid())", "--grace", "1.5"]

    @Test func limitsAloneDenyWhatTheKernelCanDeny() throws {
        let limits = Permissions(limits: .init(memoryMegabytes: 2, processes: 3, fileMegabytes: 4, cpuSeconds: 5))
        let given = [
            "--limit", "memory-bytes=2097152", "--limit", "processes=3", "--limit", "file-bytes=4194304", "--limit",
            "cpu-seconds=5",
        ]
        let program = ["--", "a", "-b"]
        #expect(try Self.arguments(.init(), limits) == Self.outer + given + program)
        #expect(try Self.arguments(.init(filter: true)) == Self.outer + ["--filter", "--no-network"] + program)
        #expect(try Self.arguments(.init(filter: true), .init(network: true)) == Self.outer + ["--filter"] + program)
        let free = Permissions(sandbox: Permissions.Sandbox.none, background: true)
        #expect(try Self.arguments(.init(landlock: 7, filter: true), free) == Self.outer + ["--leave"] + program)
    }

    @Test func landlockWithholdsFiles() throws {
        let arguments = try Self.arguments(.init(landlock: 7, filter: true))
        #expect(arguments.starts(with: Self.outer + ["--filter", "--no-network", "--read"]))
        #expect(arguments.suffix(3) == ["--", "a", "-b"])
        let written = zip(arguments, arguments.dropFirst()).filter { $0.0 == "--write" }.map(\.1)
        #expect(written == ["/w", "/s"] + SandboxPlaces.devices)
    }

    @Test func bubblewrapHasAWorldOfItsOwn() throws {
        let offers = Sandbox.Offers(landlock: 7, filter: true, bubblewrap: "/usr/bin/bwrap")
        let arguments = try Self.arguments(offers, .init(limits: .init(processes: 9)))
        #expect(arguments.starts(with: Self.outer + ["--wrapped", "--", "/usr/bin/bwrap", "--unshare-all"]))
        let inner = [
            "--chdir", "/w", "--", "/l/behest-confine", "--report", "3", "--grace", "1.5", "--limit", "processes=9",
            "--filter", "--own-network", "--", "a", "-b",
        ]
        #expect(arguments.suffix(inner.count) == inner[...])
        #expect(!arguments.contains("--share-net"))
        #expect(try Self.arguments(offers, .init(network: true)).contains("--share-net"))
        // What is to outlive its step is not put into a world that ends with it.
        #expect(try Self.arguments(offers, .init(background: true)).starts(with: Self.outer + ["--leave", "--filter"]))
    }

    @Test func whatIsRequiredIsEnforcedOrRefused() throws {
        let required = Permissions(sandbox: .required)
        for offers in [Sandbox.Offers(), .init(filter: true), .init(landlock: 3), .init(bubblewrap: "/usr/bin/bwrap")] {
            #expect(throws: AgentError.self) { try Self.arguments(offers, required) }
        }
        #expect(try Self.arguments(.init(landlock: 1, filter: true), required).contains("--read"))
        let lasting = Permissions(sandbox: .required, background: true)
        let offers = Sandbox.Offers(filter: true, bubblewrap: "/usr/bin/bwrap")
        #expect(throws: AgentError.self) { try Self.arguments(offers, lasting) }
        #expect(try Self.arguments(offers, required).contains("--unshare-all"))
    }

    @Test func whatIsOfferedIsReadFromTheProbe() {
        #expect(SandboxFinder.offers(in: "landlock=7 seccomp=1\n") == .init(landlock: 7, filter: true))
        #expect(SandboxFinder.offers(in: "seccomp=0 more=x landlock=0") == .init())
        #expect(SandboxFinder.offers(in: "") == .init())
    }
}
