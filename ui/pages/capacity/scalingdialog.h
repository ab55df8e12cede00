#pragma once

#include <QDialog>

class QTableWidget;

namespace Orion
{

class Theme;

// What a platform of how many clients runs on, all of it, with the present row marked.
class ScalingDialog : public QDialog
{
    Q_OBJECT

public:
    ScalingDialog(Theme &theme, qint64 clients, QWidget *parent = nullptr);

    QTableWidget *table() const { return m_table; }
    int presentRow() const { return m_present; }

private:
    void buildUi(Theme &theme, qint64 clients);
    void fill(Theme &theme);

    int m_present;
    QTableWidget *m_table;
};

} // namespace Orion
