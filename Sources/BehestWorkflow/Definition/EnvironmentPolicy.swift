/// Which environment names a pack may set, and which it may read.
///
/// A name that changes what a program loads or runs would let a value become code.
enum EnvironmentPolicy {
    /// Why a name may not be set; `nil` when it may.
    static func objection(to name: String) -> String? {
        guard let first = name.utf8.first, !isDigit(first), name.utf8.allSatisfy({ isLetter($0) || isDigit($0) }) else {
            return "'\(name)' is not a name for an environment value"
        }
        if deniedNames.contains(name) || deniedPrefixes.contains(where: name.hasPrefix) {
            return "'\(name)' may not be set, because it changes which code programs run"
        }
        return nil
    }

    /// Whether `env.NAME` may be one of the variables that Behest itself was started with.
    ///
    /// Only its own: the others may hold secrets, and what a plan uses is recorded.
    static func isSetting(_ name: String) -> Bool { name.hasPrefix("BEHEST_") }

    private static let deniedPrefixes = ["LD_", "GIT_", "PYTHON", "DYLD_", "BASH_FUNC_"]
    private static let deniedNames: Set = [
        "PATH", "BASH_ENV", "ENV", "IFS", "SHELLOPTS", "BASHOPTS", "PS4", "NODE_OPTIONS", "NODE_PATH", "PERL5OPT",
        "PERL5LIB", "PERLLIB", "RUBYOPT", "RUBYLIB", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS",
        "GCONV_PATH", "PROMPT_COMMAND",
    ]

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
