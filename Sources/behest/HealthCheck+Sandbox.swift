internal import BehestAgents
internal import BehestPipeline

extension HealthCheck {
    /// What keeps the programs of steps within what they may.
    static let sandbox = HealthCheck(name: "sandbox") { assembly in
        let finder = assembly.sandboxFinder()
        guard let sandbox = await finder.sandbox() else {
            return .broken("programs are not run: \(await finder.missing() ?? "")")
        }
        let offers = sandbox.offers
        let system = offers.filter ? "seccomp denies system calls and the network" : "no system calls are denied"
        switch sandbox.tier {
        case .bubblewrap:
            return .works("bubblewrap: files, processes and the network are a program's own; \(system)")
        case .landlock:
            return .works(
                "Landlock (version \(offers.landlock)) withholds files; \(system); for processes, a network and a "
                    + ".git/config of their own: apt-get install bubblewrap"
            )
        case .limits:
            return .missing(
                "this kernel withholds no files; \(system). A kernel with Landlock (Linux 5.13, lsm=landlock), or "
                    + "apt-get install bubblewrap, does."
            )
        }
    }
}
