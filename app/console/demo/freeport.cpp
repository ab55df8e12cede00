#include "app/console/demo/freeport.h"

#include <QTcpServer>

namespace Orion
{

quint16 freePort(quint16 preferred)
{
    QTcpServer server;
    if (preferred != 0 && server.listen(QHostAddress::LocalHost, preferred))
        return preferred;
    return server.listen(QHostAddress::LocalHost, 0) ? server.serverPort() : quint16(0);
}

} // namespace Orion
