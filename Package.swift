// swift-tools-version: 6.3

import PackageDescription

let package = Package(
    name: "behest",
    products: [
        .executable(name: "behest", targets: ["behest"]),
        .executable(name: "behest-confine", targets: ["behest-confine"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        // The C libraries, as module maps; ONNX Runtime is opened at run time, so that the build does not need it.
        .systemLibrary(name: "CSndfile", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "CSampleRate", providers: [.apt(["libsamplerate0-dev"])]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CSystemd", providers: [.apt(["libsystemd-dev"])]),
        .target(name: "CALSA", linkerSettings: [.linkedLibrary("asound")]),
        .target(name: "CTerminal"),
        .target(name: "CICU", linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc")]),
        .target(name: "COnnxRuntime", linkerSettings: [.linkedLibrary("dl")]),

        // A target may use what stands above it, and of that only what its row names.
        .target(name: "BehestInference", dependencies: ["COnnxRuntime"]),
        .target(name: "BehestAudio", dependencies: ["CALSA", "CSndfile", "CSampleRate", "BehestInference"]),
        .target(
            name: "BehestTransport",
            dependencies: [
                "CCurl", "CSystemd", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .target(name: "BehestGrammar", dependencies: ["CICU", .product(name: "Yams", package: "Yams")]),
        .target(
            name: "BehestSpeech",
            dependencies: [
                "BehestAudio", "BehestTransport", "BehestInference", "BehestGrammar",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "BehestWorkspace",
            dependencies: [
                "BehestGrammar", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "BehestWorkflow",
            dependencies: [
                "BehestGrammar", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "BehestAgents",
            dependencies: [
                "BehestTransport", "BehestWorkflow", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "BehestPipeline",
            dependencies: [
                "BehestAudio", "BehestTransport", "BehestGrammar", "BehestSpeech", "BehestWorkspace", "BehestWorkflow",
                "BehestAgents",
            ]
        ),
        .target(
            name: "BehestServer",
            dependencies: [
                "BehestAudio", "BehestTransport", "BehestGrammar", "BehestSpeech", "BehestWorkflow", "BehestAgents",
                "BehestPipeline",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        // Stand-ins for what is elsewhere, to try packs against: real servers that do nothing to anybody.
        .target(
            name: "BehestFakes",
            dependencies: [
                "BehestWorkflow", .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        // The parent of every program that a step runs.
        .executableTarget(
            name: "behest-confine",
            cSettings: [.define("_GNU_SOURCE"), .unsafeFlags(["-Wall", "-Wextra", "-Wshadow", "-Werror"])],
            // It starts in a fraction of the time without Swift's library, of which it uses nothing.
            linkerSettings: [.unsafeFlags(["-static-executable", "-nostartfiles"])]
        ),
        .executableTarget(
            name: "behest",
            dependencies: [
                "CTerminal", "BehestInference", "BehestAudio", "BehestTransport", "BehestGrammar", "BehestSpeech",
                "BehestWorkspace",
                "BehestWorkflow", "BehestAgents", "BehestPipeline", "BehestServer", "BehestFakes",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),

        .target(
            name: "TestSupport",
            dependencies: [
                "BehestAudio", "BehestGrammar", "BehestTransport", "CSndfile",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/TestSupport"
        ),
        .target(name: "Fuzzing", dependencies: ["BehestGrammar"], path: "Tests/Fuzzing"),
        .testTarget(name: "BehestInferenceTests", dependencies: ["BehestInference", "TestSupport"]),
        .testTarget(
            name: "BehestAudioTests",
            dependencies: ["BehestAudio", "BehestGrammar", "BehestInference", "TestSupport"]
        ),
        .testTarget(name: "BehestTransportTests", dependencies: ["BehestTransport", "TestSupport"]),
        .testTarget(name: "BehestGrammarTests", dependencies: ["BehestGrammar", "Fuzzing", "TestSupport"]),
        .testTarget(
            name: "BehestSpeechTests",
            dependencies: [
                "BehestSpeech", "BehestAudio", "BehestGrammar", "BehestInference", "BehestTransport", "TestSupport",
            ]
        ),
        .testTarget(
            name: "BehestWorkspaceTests",
            dependencies: [
                "BehestWorkspace", "BehestGrammar", "TestSupport",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .testTarget(name: "BehestWorkflowTests", dependencies: ["BehestWorkflow", "BehestGrammar", "TestSupport"]),
        .testTarget(
            name: "BehestAgentsTests",
            dependencies: [
                "behest", "BehestAgents", "BehestFakes", "BehestTransport", "BehestWorkflow", "BehestGrammar",
                "TestSupport",
            ]
        ),
        .testTarget(
            name: "BehestPipelineTests",
            dependencies: [
                "BehestPipeline", "BehestAgents", "BehestAudio", "BehestGrammar", "BehestInference", "BehestSpeech",
                "BehestTransport",
                "BehestWorkflow", "BehestWorkspace", "TestSupport",
            ]
        ),
        .testTarget(
            name: "BehestServerTests",
            dependencies: [
                "BehestServer", "BehestAgents", "BehestAudio", "BehestGrammar", "BehestInference", "BehestPipeline",
                "BehestSpeech", "BehestTransport", "BehestWorkflow", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .testTarget(
            name: "behestTests",
            dependencies: [
                "behest", "BehestAgents", "BehestAudio", "BehestGrammar", "BehestPipeline", "BehestSpeech",
                "BehestTransport", "BehestWorkflow", "TestSupport",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
    ]
)

// scripts/fuzz alone builds the fuzzer: it needs libFuzzer, which it names, and counters in the code that is fuzzed.
if let library = Context.environment["BEHEST_FUZZER_LIBRARY"] {
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/CFuzzer"),
        .executableTarget(
            name: "grammar-fuzzer",
            dependencies: ["CFuzzer", "Fuzzing"],
            path: "Tests/Fuzzer",
            linkerSettings: [.unsafeFlags([library]), .linkedLibrary("stdc++")]
        ),
    ]
    for target in package.targets where target.name == "BehestGrammar" {
        target.swiftSettings = [.unsafeFlags(["-sanitize=fuzzer"])]
    }
}

/// The flags of every Swift target of this package.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
]

for target in package.targets
where target.type != .system && !["CALSA", "CICU", "COnnxRuntime", "CTerminal", "behest-confine"].contains(target.name)
{
    target.swiftSettings = (target.swiftSettings ?? []) + settings
}
