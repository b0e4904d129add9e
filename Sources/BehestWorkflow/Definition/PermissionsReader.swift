package import BehestGrammar

/// Reads the `permissions` of a workflow, a job or a step: constants of the pack, all of them.
struct PermissionsReader {
    var log: DiagnosticLog

    private static let keys = ["network", "write", "read", "secrets", "limits", "sandbox", "background"]
    private static let limitKeys = ["memory-megabytes", "processes", "file-megabytes", "cpu-seconds"]

    mutating func read(_ node: PackNode) -> Permissions {
        let fields = log.fields(of: node, "'permissions'", keys: Self.keys, later: [])
        var permissions = Permissions()
        permissions.network = fields["network"].flatMap { log.flag($0, of: "network") }
        permissions.write = fields["write"].flatMap { paths($0, of: "write") }
        permissions.read = fields["read"].flatMap { paths($0, of: "read") }
        permissions.secrets = fields["secrets"].flatMap { secrets($0) }
        permissions.limits = fields["limits"].map { limits($0) }
        permissions.sandbox = fields["sandbox"].flatMap { log.choice($0, of: "sandbox", as: Permissions.Sandbox.self) }
        permissions.background = fields["background"].flatMap { log.flag($0, of: "background") }
        if let contradiction = permissions.contradiction {
            log.error("nothing-enforced", contradiction, at: node.range, hint: "leave one of them out")
        }
        return permissions
    }

    private mutating func list(_ node: PackNode, of key: String) -> [PackNode]? {
        if let elements = node.elements { return elements }
        log.error("wrong-kind", "'\(key)' is \(node.kindName), not a list", at: node.range)
        return nil
    }

    private mutating func paths(_ node: PackNode, of key: String) -> [String]? {
        list(node, of: key)?.compactMap { path($0, of: key) }
    }

    /// A path from the root, from the home folder or from the workspace, without detours.
    private mutating func path(_ node: PackNode, of key: String) -> String? {
        let reason = "what a step may \(key) is fixed by the pack"
        guard let text = log.constant(node, of: key, because: reason) else { return nil }
        let parts = text.split(separator: "/").filter { $0 != "." }
        let isHome = text.hasPrefix("~")
        guard !parts.contains(".."), !text.utf8.contains(0), !isHome || parts[0] == "~", parts.count > (isHome ? 1 : 0)
        else {
            log.error(
                "permission-path",
                "'\(text)' is no path that can be allowed",
                at: node.range,
                hint: "write it from the root, from '~/' or from the workspace, without '..'"
            )
            return nil
        }
        return (text.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    private mutating func secrets(_ node: PackNode) -> [String]? {
        guard let elements = list(node, of: "secrets") else { return nil }
        var names: [String] = []
        for element in elements {
            guard let name = log.constant(element, of: "secrets", because: "secrets are named by the pack") else {
                continue
            }
            if let objection = EnvironmentPolicy.objection(to: name) ?? EnvironmentPolicy.objection(toData: name) {
                log.error("secret-name", objection, at: element.range, hint: "choose a name of your own")
            } else if !names.contains(name) {
                names.append(name)
            }
        }
        return names
    }

    private mutating func limits(_ node: PackNode) -> Permissions.Limits {
        let fields = log.fields(of: node, "'limits'", keys: Self.limitKeys, later: [])
        var numbers: [String: Int] = [:]
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            numbers[key] = log.integer(value, of: key, in: 1...1_000_000_000)
        }
        return Permissions.Limits(
            memoryMegabytes: numbers["memory-megabytes"],
            processes: numbers["processes"],
            fileMegabytes: numbers["file-megabytes"],
            cpuSeconds: numbers["cpu-seconds"]
        )
    }
}

extension DiagnosticLog {
    /// Reads `permissions`, if there are any.
    package mutating func permissions(_ node: PackNode?) -> Permissions? {
        guard let node else { return nil }
        var reader = PermissionsReader(log: self)
        let permissions = reader.read(node)
        self = reader.log
        return permissions
    }
}
