// A program that uses an embedded cluster, for tests of several programs and of killed ones.
//
//     orion_cluster_user FOLDER
//
// Starts the cluster, says "ready" and stays until its standard input ends. Exits 0, or 1 with the
// reason.

#include "services/database/embeddedcluster.h"
#include "services/database/session.h"

#include <QCoreApplication>

#include <cstdio>
#include <unistd.h>

using namespace Orion;

namespace
{

int failed(const Error &error)
{
    std::fprintf(stderr, "%s\n%s\n", qUtf8Printable(error.message), qUtf8Printable(error.detail));
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    EmbeddedOptions options;
    options.durable = false;
    const auto cluster = EmbeddedCluster::start(QString::fromLocal8Bit(argv[argc - 1]), options);
    if (!cluster)
        return failed(cluster.error());
    {
        const auto session =
            Session::open((*cluster)->settings(), QStringLiteral("orion-cluster-user"));
        if (!session)
            return failed(session.error());
    }
    std::printf("ready\n");
    std::fflush(stdout);
    char nothing = 0;
    while (::read(0, &nothing, 1) > 0) {
    }
    const auto released = (*cluster)->release();
    return released ? 0 : failed(released.error());
}
