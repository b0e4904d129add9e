/// What is put into a report besides its words.
public struct Attachments: Sendable, Hashable {
    /// A kind of thing that can be attached.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The recording of what was said.
        case audio
        /// What was understood of it.
        case transcript
        /// Where the workspace's git repository stands: branch, commit, changed files.
        case git
        /// A picture of the screen.
        case screenshot
        /// The system, its kernel, memory and cores.
        case system
    }

    /// What is attached unless somebody chooses otherwise: it costs nothing, and helps with every bug.
    public static let usual = Attachments(kinds: [.audio, .transcript, .git])

    /// The kinds.
    public var kinds: Set<Kind>
    /// The ends of logs.
    public var logs: [LogTail]

    /// The program that makes pictures of the screen, with its arguments, to which the picture's file is added; empty for the
    /// desktop's own.
    public var screenshotProgram: [String]

    /// Chooses what is attached.
    public init(kinds: Set<Kind> = [], logs: [LogTail] = [], screenshotProgram: [String] = []) {
        self.kinds = kinds
        self.logs = logs
        self.screenshotProgram = screenshotProgram
    }

    /// Finds the program that would make a picture of the screen, and does not run it.
    ///
    /// - Parameter environment: the process's environment, which tells of the desktop.
    /// - Returns: its name.
    /// - Throws: ``AgentError`` when there is no desktop, or no program for it.
    public func findScreenshotProgram(environment: [String: String]) throws -> String {
        try Screenshot.program(by: screenshotProgram, environment: environment)
    }
}
