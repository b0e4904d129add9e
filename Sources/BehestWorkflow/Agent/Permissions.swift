/// What a step may do beside what every step may, and what it may not.
///
/// Every step may read what is not secret, and change its workspace and a folder of its own. A value that was not
/// given is `nil`, so that what stands around it counts.
public struct Permissions: Sendable, Hashable, Codable {
    /// How much each process of a step may use; `nil` for as much as the system lets it.
    public struct Limits: Sendable, Hashable, Codable {
        /// Memory, as address space.
        public var memoryMegabytes: Int?
        /// Processes and threads at the same time.
        public var processes: Int?
        /// The size of a file that it writes.
        public var fileMegabytes: Int?
        /// Time of the processor.
        public var cpuSeconds: Int?

        /// Makes limits.
        public init(
            memoryMegabytes: Int? = nil,
            processes: Int? = nil,
            fileMegabytes: Int? = nil,
            cpuSeconds: Int? = nil
        ) {
            self.memoryMegabytes = memoryMegabytes
            self.processes = processes
            self.fileMegabytes = fileMegabytes
            self.cpuSeconds = cpuSeconds
        }
    }

    /// How much hangs on the confinement.
    public enum Sandbox: String, Sendable, Hashable, Codable, CaseIterable {
        /// What cannot be confined is not done.
        case required
        /// It is not confined at all.
        case none
    }

    /// Whether it may use the network, and services of this machine.
    public var network: Bool?
    /// What it may change beside the workspace: paths of the pack, never of data.
    public var write: [String]?
    /// Which places of secrets it may read.
    public var read: [String]?
    /// The secrets that stand in its environment, by their names in the configuration.
    public var secrets: [String]?
    /// How much it may use.
    public var limits: Limits?
    /// How much hangs on the confinement; `nil` for as much of it as the machine can enforce.
    public var sandbox: Sandbox?
    /// Whether what it starts may outlive it, such as a window.
    public var background: Bool?

    /// Makes permissions.
    public init(
        network: Bool? = nil,
        write: [String]? = nil,
        read: [String]? = nil,
        secrets: [String]? = nil,
        limits: Limits? = nil,
        sandbox: Sandbox? = nil,
        background: Bool? = nil
    ) {
        self.network = network
        self.write = write
        self.read = read
        self.secrets = secrets
        self.limits = limits
        self.sandbox = sandbox
        self.background = background
    }

    /// Whether it may use the network after all: what is not confined may.
    public var allowsNetwork: Bool { network ?? (sandbox == Sandbox.none) }
}

extension Permissions {
    /// These permissions with those around them: of each key, and of each limit, the innermost value counts.
    func within(_ outer: Permissions?) -> Permissions {
        guard let outer else { return self }
        var result = self
        result.network = network ?? outer.network
        result.write = write ?? outer.write
        result.read = read ?? outer.read
        result.secrets = secrets ?? outer.secrets
        result.sandbox = sandbox ?? outer.sandbox
        result.background = background ?? outer.background
        if let around = outer.limits {
            result.limits = Limits(
                memoryMegabytes: limits?.memoryMegabytes ?? around.memoryMegabytes,
                processes: limits?.processes ?? around.processes,
                fileMegabytes: limits?.fileMegabytes ?? around.fileMegabytes,
                cpuSeconds: limits?.cpuSeconds ?? around.cpuSeconds
            )
        }
        return result
    }

    /// Why they cannot all hold at once; `nil` when they can.
    var contradiction: String? {
        guard sandbox == Sandbox.none, network == false else { return nil }
        return "'sandbox: none' confines nothing, so that 'network: false' would not hold"
    }
}
