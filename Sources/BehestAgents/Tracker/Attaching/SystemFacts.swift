import FoundationEssentials
import Glibc

/// What the machine is that a bug was seen on.
enum SystemFacts {
    /// The facts, a line each; what cannot be read is left out.
    static func lines() -> [String] {
        var lines: [String] = []
        if let system = value(of: "PRETTY_NAME=", in: text("/etc/os-release")) {
            lines.append("System: \(system.trimmed("\""))")
        }
        var names = utsname()
        if unsafe uname(&names) == 0 {
            let release = text("/proc/sys/kernel/osrelease").trimmed("\n")
            let machine = unsafe withUnsafeBytes(of: names.machine) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            lines.append("Kernel: Linux \(release), \(machine)")
        }
        let processor = value(of: "model name", in: text("/proc/cpuinfo")).map { " (\($0.trimmed(":")))" } ?? ""
        lines.append("Cores: \(ProcessInfo.processInfo.activeProcessorCount)\(processor)")
        let memory = text("/proc/meminfo")
        if let total = megabytes("MemTotal:", memory), let free = megabytes("MemAvailable:", memory) {
            lines.append("Memory: \(total) MB, \(free) MB available")
        }
        return lines
    }

    private static func megabytes(_ name: String, _ text: String) -> Int? {
        value(of: name, in: text).flatMap { Int($0.split(separator: " ").first ?? "") }.map { $0 / 1024 }
    }

    /// What follows a name at the beginning of a line.
    private static func value(of name: String, in text: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)).trimmed(" ") }
    }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

extension String {
    /// The text without signs and spaces at both ends.
    fileprivate func trimmed(_ signs: String) -> String {
        let isSign: (Character) -> Bool = { signs.contains($0) || $0.isWhitespace }
        let end = lastIndex { !isSign($0) }.map(index(after:)) ?? startIndex
        return String(self[..<end].drop(while: isSign))
    }
}
