//! The program: everything is in the library.

/// Memory that one thread takes and another gives up costs less than with the allocator of the system.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    ndcap::cli::main()
}
