import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// The launcher by itself: how programs come through it, and what it refuses.
@Suite(.timeLimit(.minutes(10)))
struct LauncherTests {
    private static func run(_ arguments: String...) async throws -> Program.Outcome {
        let launcher = try #require(ConfinedPlace.launcher)
        return try await Program(arguments: [launcher] + arguments, directory: "/").run()
    }

    @Test func theProgramsEndIsPassedOn() async throws {
        #expect(try await Self.run("--", "sh", "-c", "exit 3").exitCode == 3)
        #expect(try await Self.run("--", "sh", "-c", "kill -9 $$").signal == 9)
        #expect(try await Self.run("--", "sh", "-c", "kill -TERM $$").signal == 15)
        #expect(try await Self.run("--filter", "--no-network", "--", "echo", "a b").output.text == "a b\n")
    }

    @Test func theKernelIsProbed() async throws {
        let outcome = try await Self.run("--probe")
        let offers = SandboxFinder.offers(in: outcome.output.text)
        #expect(outcome.exitCode == 0)
        #expect(offers.filter)
        #expect(outcome.output.text == "landlock=\(offers.landlock) seccomp=1\n")
    }

    @Test(arguments: [
        (["--limit", "x=1", "--", "true"], "There is no limit 'x'."),
        (["--limit", "processes=many", "--", "true"], "'processes=many' is no limit: write NAME=NUMBER."),
        (["--nothing", "--", "true"], "There is no option '--nothing'."),
        (["--grace", "-1", "--", "true"], "'-1' is no number of seconds for --grace."),
        (["--grace"], "The option '--grace' has no value."),
        (["--"], "There is no program to run: name it after '--'."),
        (
            ["--write", "/not/there", "--", "true"],
            "Could not open '/not/there', which may be written: No such file or directory."
        ),
    ])
    func whatCannotBeEnforcedIsNotRun(_ arguments: [String], _ sentence: String) async throws {
        let launcher = try #require(ConfinedPlace.launcher)
        let outcome = try await Program(arguments: [launcher] + arguments, directory: "/").run()
        #expect(outcome.exitCode == 125)
        #expect(outcome.errors.text == "behest-confine: \(sentence)\n")
        #expect(LauncherRefusal(exitCode: 125, errors: outcome.errors) == .notConfined(sentence))
    }

    @Test func aProgramThatCannotBeRunIsTold() async throws {
        let missing = try await Self.run("--", "no-such-program")
        #expect(LauncherRefusal(exitCode: missing.exitCode, errors: missing.errors) == .notFound)
        let text = try await Self.run("--", "/etc/passwd")
        #expect(
            LauncherRefusal(exitCode: text.exitCode, errors: text.errors)
                == .notRun("Could not run '/etc/passwd': Permission denied.")
        )
        let own = try await Self.run("--", "sh", "-c", "echo mine >&2; exit 127")
        #expect(LauncherRefusal(exitCode: own.exitCode, errors: own.errors) == nil)
    }

    @Test func standardInputIsGiven() async throws {
        let place = try ConfinedPlace(.landlock)
        let sandbox = try #require(await place.finder.sandbox())
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        var program = Program(arguments: ["cat"], directory: place.workspace, input: Array("a\u{0}b".utf8))
        program.confinement = Confinement(
            sandbox: sandbox,
            permissions: Permissions(),
            workspace: place.workspace,
            scratch: scratch.path
        )
        #expect(try await program.run().output.text == "a\u{0}b")
        program.arguments = ["true"]
        program.input = [UInt8](repeating: 65, count: 1 << 20)
        #expect(try await program.run().exitCode == 0)
    }
}
