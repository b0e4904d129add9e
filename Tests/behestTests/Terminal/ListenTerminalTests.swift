import FoundationEssentials
import Glibc
import Subprocess
import TestSupport
import Testing

@testable import behest

/// The terminal is as it was before, however listening ends or pauses.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ListenTerminalTests {
    /// How `behest listen` comes to its end, and the code that the shell tells.
    enum Ending: String, CaseIterable, Sendable {
        case q, interrupt, terminate, terminalClosed, fault, abort, trap, illegalInstruction, quit, user

        var signal: Int32 {
            switch self {
            case .q: 0
            case .interrupt: SIGINT
            case .terminate: SIGTERM
            case .terminalClosed: SIGHUP
            case .fault: SIGSEGV
            case .abort: SIGABRT
            case .trap: SIGTRAP
            case .illegalInstruction: SIGILL
            case .quit: SIGQUIT
            case .user: SIGUSR1
            }
        }

        var code: Int32 {
            switch self {
            case .q: 0
            case .interrupt, .terminate, .terminalClosed: 130
            case .fault, .abort, .trap, .illegalInstruction, .quit, .user: 128 + signal
            }
        }
    }

    @Test(arguments: Ending.allCases)
    func theTerminalIsAsItWasBefore(_ ending: Ending) async throws {
        let (program, terminal) = try begin()
        try await terminal.shell(in: program.workspace, environment: program.terminalEnvironment) { terminal in
            let before = try attributes(terminal)
            try terminal.type("ulimit -c 0; \(try program.listening)\n")
            let shown = try terminal.wait(for: "[q] end")
            #expect(shown.contains("\u{1B}[?25l"), "the cursor is hidden")
            switch ending {
            case .q: try terminal.type("q")
            case .interrupt: try terminal.type("\u{3}")
            default: try terminal.signal(ending.signal, toProcessIn: program.processFile)
            }
            let rest = try terminal.wait(for: PseudoTerminal.prompt)
            #expect(lastOf(["\u{1B}[?25l", "\u{1B}[?25h"], in: shown + rest) == "\u{1B}[?25h", "the cursor is seen")
            #expect(lastOf(["\u{1B}[?2004h", "\u{1B}[?2004l"], in: shown + rest) != nil)
            try terminal.type("echo code=$?'.'\n")
            #expect(try terminal.wait(for: ".\r\n").contains("code=\(ending.code)."))
            #expect(try attributes(terminal) == before)
        }
    }

    @Test func theTerminalIsTheShellsWhileItIsStopped() async throws {
        let (program, terminal) = try begin()
        try await terminal.shell(in: program.workspace, environment: program.terminalEnvironment) { terminal in
            let before = try attributes(terminal)
            try terminal.type("\(try program.listening)\n")
            let shown = try terminal.wait(for: "[q] end")
            try terminal.type("\u{1A}")
            let stopped = try terminal.wait(for: PseudoTerminal.prompt)
            #expect(lastOf(["\u{1B}[?25l", "\u{1B}[?25h"], in: shown + stopped) == "\u{1B}[?25h")
            #expect(try attributes(terminal) == before)
            try terminal.type("fg\n")
            let again = try terminal.wait(for: "[q] end")
            #expect(again.contains("\u{1B}[?25l"))
            try terminal.type("q")
            try terminal.wait(for: PseudoTerminal.prompt)
            #expect(try attributes(terminal) == before)
        }
    }

    @Test func linesAloneAreWrittenWhereTheyAreWanted() async throws {
        let (program, terminal) = try begin()
        try await terminal.shell(in: program.workspace, environment: program.terminalEnvironment) { terminal in
            let before = try attributes(terminal)
            try terminal.type("ACCESSIBLE=1 \(try program.listening)\n")
            let shown = try terminal.wait(for: "Listening to ")
            try terminal.type("?")
            let help = try terminal.wait(for: "q: end, like Ctrl-C")
            try terminal.type("q")
            let rest = try terminal.wait(for: PseudoTerminal.prompt)
            let all = (shown + help + rest).replacing("\u{1B}[?2004h", with: "").replacing("\u{1B}[?2004l", with: "")
            #expect(!all.contains("\u{1B}"), "\(all.debugDescription)")
            #expect(all.contains("keys: Enter or y: yes"))
            #expect(try attributes(terminal) == before)
        }
    }

    @Test func keysBeginWhatIsSaidAndEndItAndMute() async throws {
        let (program, terminal) = try begin()
        try await terminal.shell(in: program.workspace, environment: program.terminalEnvironment) { terminal in
            try terminal.type("\(try program.listening)\n")
            try terminal.wait(for: "listening   [m] mute")
            try terminal.type(" ")
            try terminal.wait(for: "speak now   [Space] done")
            try terminal.type(" ")
            try terminal.wait(for: "Nothing was said.")
            try terminal.type("m")
            try terminal.wait(for: "muted   [m] listen")
            try terminal.type(" ")
            try terminal.wait(for: "Muted: 'behest unmute' first, or m in the terminal.")
            try terminal.type("q")
            try terminal.wait(for: PseudoTerminal.prompt)
        }
    }

    private func begin() throws -> (Program, PseudoTerminal) {
        (try Program(), try PseudoTerminal())
    }

    /// What `stty` tells of the terminal.
    private func attributes(_ terminal: PseudoTerminal) throws -> Substring {
        try terminal.type("echo \"stty=$(stty -g)=end\"\n")
        let text = try terminal.wait(for: "=end\r\n")
        try terminal.wait(for: PseudoTerminal.prompt)
        let start = try #require(text.ranges(of: "stty=").last?.upperBound)
        let end = try #require(text.ranges(of: "=end").last?.lowerBound)
        return text[start..<end]
    }

    private func lastOf(_ texts: [String], in output: String) -> String? {
        texts.compactMap { text in output.ranges(of: text).last.map { (text, $0.lowerBound) } }.max { $0.1 < $1.1 }?.0
    }
}

extension Program {
    /// Where the listening process leaves its number.
    fileprivate var processFile: URL { file("process") }

    /// What is typed to listen.
    fileprivate var listening: String {
        get throws {
            // So long that its end is none of the ends that are looked at.
            let sound = file("quiet.wav")
            try SoundFixture().write([Float](repeating: 0, count: 16_000 * 300), to: sound)
            return
                "sh -c 'echo $$ >\(processFile.path); exec \(try Self.path()) listen --from \(sound.path) --realtime'"
        }
    }

    fileprivate var terminalEnvironment: [Environment.Key: String?] {
        environment.merging([
            "TERM": "xterm-256color", "PS1": PseudoTerminal.prompt, "TMUX": nil, "INPUTRC": "/dev/null",
            // Swift's own tale of a crash would ask the person at the terminal what to do next.
            "SWIFT_BACKTRACE": "enable=no",
        ]) { $1 }
    }
}
