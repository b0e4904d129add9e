public import BehestWorkflow

/// How programs are confined on this machine.
///
/// A value: it turns a program and what it may do into the list of arguments that is run instead.
public struct Sandbox: Sendable, Hashable {
    /// What enforces it; each is more than the one before.
    public enum Tier: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// Limits of what processes use, and, if the kernel can, denied system calls.
        case limits
        /// Files are withheld by the kernel's Landlock.
        case landlock
        /// The program has a world of its own: bubblewrap's file system, processes and network.
        case bubblewrap

        /// Whether the first one enforces less.
        public static func < (first: Tier, second: Tier) -> Bool { first.rawValue < second.rawValue }
    }

    /// What the machine offers.
    public struct Offers: Sendable, Hashable {
        /// The version of Landlock; 0 for none.
        public var landlock: Int
        /// Whether system calls can be denied.
        public var filter: Bool
        /// The path of a bubblewrap that works.
        public var bubblewrap: String?

        /// Makes a list of what is offered.
        public init(landlock: Int = 0, filter: Bool = false, bubblewrap: String? = nil) {
            self.landlock = landlock
            self.filter = filter
            self.bubblewrap = bubblewrap
        }
    }

    /// The path of `behest-confine`.
    let launcher: String
    /// What the machine offers.
    public let offers: Offers
    /// What may be read and what holds secrets.
    public let places: SandboxPlaces

    /// Makes a sandbox of what is offered.
    public init(launcher: String, offers: Offers, places: SandboxPlaces) {
        self.launcher = launcher
        self.offers = offers
        self.places = places
    }

    /// The most that can be enforced here.
    public var tier: Tier {
        if offers.bubblewrap != nil, offers.filter { return .bubblewrap }
        return offers.landlock > 0 ? .landlock : .limits
    }

    /// Why a step that requires confinement is refused here; `nil` when it is not.
    public func missing(for permissions: Permissions = Permissions()) -> String? {
        guard tier(for: permissions) < .landlock || !offers.filter else { return nil }
        if tier >= .landlock, offers.filter {
            return "what may outlive its step needs Landlock, which its kernel lacks."
        }
        return "its kernel withholds no files and no bubblewrap works. 'behest doctor' says how to get more."
    }

    /// The tier that is used for some permissions.
    func tier(for permissions: Permissions) -> Tier {
        // A world of its own ends with the program, and with it what is to outlive it.
        if permissions.background == true, tier == .bubblewrap { return offers.landlock > 0 ? .landlock : .limits }
        return tier
    }
}

extension Sandbox.Tier: CustomStringConvertible {
    /// What a person calls it.
    public var description: String {
        switch self {
        case .limits: "limits only"
        case .landlock: "Landlock"
        case .bubblewrap: "bubblewrap"
        }
    }
}
