import BehestWorkflow
import FoundationEssentials
import Subprocess
import TestSupport
import Testing

@testable import behest

/// What agents tell, shown while they are at work and kept for later.
@Suite(.timeLimit(.minutes(5)))
struct WatchingTests {
    private static let pack = """
        language: en
        intents: {Try: {data: [{sentences: ["try"]}]}, Rest: {data: [{sentences: ["rest"]}]}}
        workflows:
          Try:
            steps:
              - {id: one, run: [sh, -c, 'printf "first\\nsec"; echo ond; printf "\\033[31mred\\n" >&2']}
              - {id: two, run: [sh, -c, 'echo ghp_0123456789abcdefghijklmnopqrstuvwxyz']}
          Rest: {steps: [{run: ["true"]}]}
        """

    private static func program() throws -> (Program, options: [String]) {
        let program = try Program()
        let pack = program.file("try.yaml").path
        try Data(Self.pack.utf8).write(to: URL(filePath: pack))
        return (program, ["--grammars", pack])
    }

    @Test func verboseWritesALineForEach() async throws {
        let (program, options) = try Self.program()
        let result = try await program.run(["say", "--verbose"] + options + ["try"])
        #expect(result.exitCode == 0, "\(result.errors)")
        let lines = result.errors.split(separator: "\n").filter { $0.contains(" | ") }
        #expect(Set(lines) == ["one | first", "one | second", "one | \u{FFFD}[31mred", "two | [left out]"])
        #expect(!result.output.contains(" | "))
    }

    @Test func eventsAreLinesOfJSON() async throws {
        let (program, options) = try Self.program()
        let result = try await program.run(["say", "--json", "--events"] + options + ["try"])
        let lines = try result.json()
        #expect(lines.count { $0.event == "work" } >= 6)
        let told = lines.filter { $0.event == "work" }.compactMap(\.text).joined()
        #expect(told.replacing("\u{1B}[31mred\n", with: "").contains("first\nsecond\n"), "\(told)")
        #expect(lines.last?.event == nil)
        #expect(!result.output.contains("ghp_"))
        let plain = try await program.run(["say", "--json"] + options + ["try"])
        #expect(try plain.json().count == 1)
        let refused = try await program.run(["say", "--events"] + options + ["try"])
        #expect(refused.exitCode != 0)
        #expect(refused.errors.contains("--json"))
    }

    @Test func whatWasToldIsShownLater() async throws {
        let (program, options) = try Self.program()
        let said = try await program.run(["say", "--json"] + options + ["try"])
        let run = try #require(try said.json().first?.run)
        let shown = try await program.run("tasks", "show", run, "--log")
        // Its standard output and its standard error come in any order.
        let log = shown.output.split(separator: "── one, attempt 1\n").last?.split(separator: "── two").first ?? ""
        #expect(log.contains("\u{FFFD}[31mred\n"))
        #expect(log.replacing("\u{FFFD}[31mred\n", with: "") == "first\nsecond\n")
        #expect(shown.output.contains("── two, attempt 1\n[left out]"))
        let json = try await program.run("tasks", "show", run, "--log", "--json")
        #expect(json.output.split(separator: "\n").count == 3)
        #expect(!(try await program.run("tasks", "show", run)).output.contains("── one"))
        let files = try FileManager.default.subpathsOfDirectory(atPath: program.state.path).filter {
            $0.hasSuffix(".log")
        }
        #expect(files.count == 2)
        #expect(files.allSatisfy { $0.hasPrefix("behest/logs/\(run)/") })
    }

    @Test func aRunThatTellsNothingLeavesNoFile() async throws {
        let (program, options) = try Self.program()
        #expect(try await program.run(["say"] + options + ["rest"]).exitCode == 0)
        #expect(!FileManager.default.fileExists(atPath: program.state.appending(path: "behest/logs").path))
    }

    /// At a terminal there is one line while it lasts, and nothing of it afterwards.
    @Test func aPersonSeesALine() async throws {
        let (program, options) = try Self.program()
        let terminal = try PseudoTerminal()
        var environment = program.environment
        environment["PS1"] = PseudoTerminal.prompt
        environment["TERM"] = "xterm"
        let line = ([try Program.path(), "say"] + options + ["try"]).map { "'\($0)'" }.joined(separator: " ")
        try await terminal.shell(in: program.workspace, environment: environment) { terminal in
            try terminal.type("\(line)\n")
            let shown = try terminal.wait(for: "… one  ") + terminal.wait(for: PseudoTerminal.prompt)
            #expect(shown.contains("\u{1B}[J"))
            #expect(!shown.contains("\u{1B}[31m"))
        }
    }

    @Test func theLastLineIsTheOneThatIsShown() {
        var line = LastLine()
        #expect(line.take(.output("one")) == "one")
        #expect(line.take(.output(" more\ntwo")) == "two")
        #expect(line.take(.output("\n")) == nil || line.take(.output("\n")) == nil)
        #expect(line.take(.errorOutput("three\r\n")) == "three")
        #expect(line.take(.heartbeat) == nil)
        #expect(line.take(.toolCall(id: "1", kind: "Bash", title: "make\ntest")) == "[Bash] make test")
        #expect((line.take(.output(String(repeating: "x", count: 9_000))) ?? "").count == 2_000)
    }

    private static let floods: [String: String] = [
        "shell":
            "{run: [sh, -c, 'head -c 100000000 /dev/zero | tr \"\\\\0\" \"\\\\377\"; head -c 1000000 /dev/urandom']}",
        "coder": "{uses: coder/change, with: {task: noise}}",
    ]

    /// 100 MB of noise, much of it no UTF-8, take no more memory than a few words.
    @Test(arguments: ["shell", "coder"])
    func aFloodTakesLittleMemory(_ agent: String) async throws {
        let program = try Program()
        program.environment["XDG_CACHE_HOME"] = program.file("cache").path
        program.environment["HOME"] = program.file("home").path
        try FileManager.default.createDirectory(at: program.file("home"), withIntermediateDirectories: true)
        let pack = """
            language: en
            intents: {Flood: {data: [{sentences: ["flood"]}]}, Drop: {data: [{sentences: ["drop"]}]}}
            workflows:
              Flood: {steps: [\(try #require(Self.floods[agent]))]}
              Drop: {steps: [{run: [echo, drop]}]}
            """
        try Data(pack.utf8).write(to: program.file("pack.yaml"))
        let fake = "[\(try Program.path()), fake-agent, --write, a.txt, --then, flood=100, --then, invalid-text]"
        try Data("coders: {noisy: {profile: claude, command: \(fake)}}".utf8).write(to: program.file("config.yaml"))
        let identity = "-c user.name=x -c user.email=x -c commit.gpgsign=false"
        _ = try await program.shell("git init --quiet && git \(identity) commit --quiet --allow-empty -m x")
        func memory(_ words: String) async throws -> Int {
            // The most that it, or anything that it started, ever had.
            let script = """
                import os, resource, subprocess, sys
                process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                _, status, usage = os.wait4(process.pid, 0)
                print(status, usage.ru_maxrss)
                """
            let options = ["--config", program.file("config.yaml").path, "--grammars", program.file("pack.yaml").path]
            let words = [try Program.path(), "say", "--yes"] + options + [words]
            let output = try await program.shell("exec python3 \"$@\"", ["-c", script] + words)
            let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
            try #require(numbers.count == 2)
            #expect(numbers[0] == 0, "\(output)")
            return numbers[1]
        }
        let (little, much) = (try await memory("drop"), try await memory("flood"))
        #expect(much - little < 48_000, "in KB")
        let logs = try FileManager.default.subpathsOfDirectory(atPath: program.state.path).filter {
            $0.hasSuffix(".log")
        }
        for log in logs where log.contains("/logs/") {
            let data = FileManager.default.contents(atPath: program.state.appending(path: log).path) ?? Data()
            #expect(data.count < 70_000)
            #expect(String(validating: data, as: UTF8.self) != nil)
        }
    }
}
