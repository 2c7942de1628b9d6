"""All benchmarks of speed, one after the other."""

from benchmarks import bench_archive, bench_engines

bench_archive.main()
bench_engines.main()
