import cells.keys
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cells', '0003_reorganisations'),
        ('meetings', '0005_annual'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReorganisationDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=cells.keys.new_key, editable=False, max_length=20, unique=True)),
                ('effective_on', models.DateField(verbose_name='có hiệu lực từ ngày')),
                ('decision_number', models.CharField(max_length=60, verbose_name='số quyết định')),
                ('decision_on', models.DateField(verbose_name='ngày quyết định')),
                ('subject', models.CharField(max_length=300, verbose_name='trích yếu')),
                ('file_name', models.CharField(blank=True, max_length=200, verbose_name='tệp')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('carried_out', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cells.reorganisation')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cells.partyorg')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cells.partyorg')),
            ],
            options={
                'verbose_name': 'dự thảo sắp xếp tổ chức',
                'verbose_name_plural': 'dự thảo sắp xếp tổ chức',
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ReorganisationDraftLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='dòng')),
                ('verb', models.CharField(max_length=20, verbose_name='việc')),
                ('code', models.TextField(blank=True, verbose_name='mã tổ chức')),
                ('name', models.TextField(blank=True, verbose_name='tên')),
                ('short_name', models.TextField(blank=True, verbose_name='tên gọn')),
                ('kind', models.TextField(blank=True, verbose_name='loại hình')),
                ('parent', models.TextField(blank=True, verbose_name='trực thuộc')),
                ('into', models.TextField(blank=True, verbose_name='vào')),
                ('members', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                ('locality', models.TextField(blank=True, verbose_name='địa bàn')),
                ('sector', models.TextField(blank=True, verbose_name='khối')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='meetings.reorganisationdraft')),
            ],
            options={
                'ordering': ['number', 'id'],
            },
        ),
    ]
