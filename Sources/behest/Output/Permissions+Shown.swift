internal import BehestWorkflow

extension Permissions {
    /// What they allow beyond the usual and what they limit, each in a few words.
    var shown: [String] {
        var lines: [String] = []
        if sandbox == Sandbox.none { lines.append("may do anything: it is not confined") }
        if sandbox == .required { lines.append("only where it can be confined") }
        if allowsNetwork, sandbox != Sandbox.none { lines.append("may use the network") }
        if let write, !write.isEmpty { lines.append("may change \(write.joined(separator: ", "))") }
        if let read, !read.isEmpty { lines.append("may read \(read.joined(separator: ", "))") }
        if let secrets, !secrets.isEmpty { lines.append("is given the secrets \(secrets.joined(separator: ", "))") }
        if background == true { lines.append("may leave something running") }
        let most = [
            limits?.memoryMegabytes.map { "\($0) MB of memory" }, limits?.processes.map { "\($0) processes" },
            limits?.fileMegabytes.map { "\($0) MB in a file" }, limits?.cpuSeconds.map { "\($0) s of the processor" },
        ].compactMap(\.self)
        if !most.isEmpty { lines.append("at most \(most.joined(separator: ", "))") }
        return lines
    }
}
