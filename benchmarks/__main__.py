"""``python -m benchmarks`` measures the embedded engines; with the argument ``opensearch`` it measures a cluster."""

import sys

from benchmarks import bench_archive, bench_engines

if sys.argv[1:2] == ["opensearch"]:
    from benchmarks import bench_opensearch

    del sys.argv[1]
    bench_opensearch.main()
else:
    bench_archive.main()
    bench_engines.main()
