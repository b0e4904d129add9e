/// A script of a pack: constant text for an interpreter, to which values come as arguments and by the environment only.
public struct ScriptDefinition: Sendable, Hashable {
    /// What runs the text.
    public enum Interpreter: String, Sendable, Hashable, CaseIterable {
        /// The system's shell.
        case sh
        /// Bash.
        case bash
        /// Python 3.
        case python3
    }

    /// Its name in the pack.
    public var name: String
    /// What runs it.
    public var interpreter: Interpreter
    /// The text.
    public var text: String

    /// Makes a script.
    public init(name: String, interpreter: Interpreter = .sh, text: String) {
        self.name = name
        self.interpreter = interpreter
        self.text = text
    }

    /// The most text that a script may have, in bytes: it is given to its interpreter as one argument.
    static let sizeLimit = 65_536

    /// The interpreter with the text; the script's own arguments come behind it.
    ///
    /// A shell ends at the first command that fails. It neither splits the values that it puts in nor takes them for
    /// patterns of files, even where the script has no quotes around them.
    public var command: [String] {
        switch interpreter {
        case .sh: ["sh", "-ef", "-c", "IFS=; \(text)", name]
        case .bash: ["bash", "--noprofile", "--norc", "-ef", "-o", "pipefail", "-c", "IFS=; \(text)", name]
        case .python3: ["python3", "-c", text]
        }
    }

    /// Whether it has a word by which its interpreter makes code of text.
    var evaluatesText: Bool {
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        return words.contains("eval") || interpreter == .python3 && (words.contains("exec") || words.contains("system"))
    }
}
