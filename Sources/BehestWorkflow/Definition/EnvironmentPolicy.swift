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

    /// Why a name may not be set to what was said or returned; `nil` when it may.
    ///
    /// These name programs, their options, or where they look for what they run; a pack may set them, data may not.
    static func objection(toData name: String) -> String? {
        guard namesOfPrograms.contains(name) || prefixesOfPrograms.contains(where: name.hasPrefix) else { return nil }
        return "'\(name)' may not be set from what was said or returned, because programs act on it"
    }

    /// Whether `env.NAME` may be one of the variables that Behest itself was started with.
    ///
    /// Only its own: the others may hold secrets, and what a plan uses is recorded.
    static func isSetting(_ name: String) -> Bool { name.hasPrefix("BEHEST_") }

    private static let deniedPrefixes = ["LD_", "GIT_", "PYTHON", "DYLD_", "BASH_", "GCONV_", "GLIBC_"]
    private static let deniedNames: Set = [
        "PATH", "ENV", "IFS", "SHELLOPTS", "BASHOPTS", "PS4", "NODE_OPTIONS", "NODE_PATH", "PERL5OPT", "PERL5LIB",
        "PERLLIB", "PERL5DB", "RUBYOPT", "RUBYLIB", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS",
        "CLASSPATH", "PROMPT_COMMAND", "LOCPATH", "NLSPATH", "ZDOTDIR", "LUA_INIT", "LUA_PATH", "LUA_CPATH",
    ]

    private static let prefixesOfPrograms = [
        "CARGO_", "npm_config_", "NPM_CONFIG_", "XDG_", "SSH_", "DOCKER_", "RUSTC",
    ]
    private static let namesOfPrograms: Set = [
        "HOME", "SHELL", "TMPDIR", "EDITOR", "VISUAL", "PAGER", "MANPAGER", "BROWSER", "LESS", "LESSOPEN", "LESSCLOSE",
        "MAKEFLAGS", "MFLAGS", "GNUMAKEFLAGS", "MAKEFILES", "CC", "CXX", "CPP", "LD", "AR", "AS", "CFLAGS", "CXXFLAGS",
        "LDFLAGS", "RUSTFLAGS", "GOFLAGS", "GOPROXY", "MAVEN_OPTS", "GRADLE_OPTS", "JAVA_OPTS", "JAVA_HOME",
        "SUDO_ASKPASS", "KUBECONFIG", "TAR_OPTIONS", "RSYNC_RSH", "WGETRC", "CURL_HOME", "INPUTRC", "TERMINFO",
        "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ]

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
